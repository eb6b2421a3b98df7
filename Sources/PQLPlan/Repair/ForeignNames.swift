import PQLText

/// Words that people bring along from SQL, spreadsheets, other systems and other languages.
///
/// They are suggested and never accepted: each has one meaning in the language, or is a name of the
/// data.
enum ForeignNames {
  /// What PQL calls what a word names elsewhere, the likeliest first.
  static func natives(of word: String) -> [String] {
    let folded = Spelling.folded(word)
    let one = folded.hasSuffix("s") ? table[String(folded.dropLast())] ?? [] : []
    return (table[folded] ?? []) + one
  }

  /// The names that a word which is none of them may mean: what it is called elsewhere, where `verbs` are
  /// those of their rows, else what is spelt alike.
  static func meant(
    by word: String, among candidates: [String], verbs: [String] = []
  ) -> [String] {
    let folded = Spelling.folded(word)
    if candidates.contains(where: { $0 != word && Spelling.folded($0) == folded }) {
      return Spelling.nearest(to: word, in: candidates)
    }
    let natives = (verbs + natives(of: word)).filter(candidates.contains)
    return natives.isEmpty ? Spelling.nearest(to: word, in: candidates) : natives
  }

  /// Whether a word stands elsewhere for no value.
  static func isNothing(_ word: String) -> Bool { natives(of: word).contains("missing") }

  private static let table: [String: [String]] = {
    var table: [String: [String]] = [:]
    for (native, spellings) in rows {
      for spelling in spellings.split(separator: " ") {
        table[Spelling.folded(String(spelling)), default: []].append(native)
      }
    }
    return table
  }()

  /// A native name and what it is called elsewhere: English first, then German, then Spanish.
  private static let rows: [(native: String, spellings: String)] =
    aggregates + records + fields
    + words

  private static let aggregates = [
    (
      "avg",
      "average mean averagea averageif averageifs avgif durchschnitt mittelwert mittel"
        + " durchschnittlicher durchschnittliche"
        + " durchschnittlich promedio media"
    ),
    (
      "count",
      "counta countif countifs countrows number num howmany qty rowcount anzahl zahl zähle zählen"
        + " menge cuenta contar conteo cuantos cuántos número"
    ),
    (
      "distinct",
      "unique uniques countd countdistinct countunique distinctcount ndistinct uniq verschiedene"
        + " eindeutige distintos únicos"
    ),
    ("sum", "total sumif sumifs totals subtotal summe summiere gesamt suma sumar totale"),
    ("max", "maximum largest highest biggest latest greatest größte höchste máximo mayor"),
    ("min", "minimum smallest lowest earliest least kleinste niedrigste mínimo menor"),
    ("median", "med mediana zentralwert"),
    ("percentile", "quantile percentilecont perc pct perzentil percentil"),
    (
      "win_rate",
      "winrate winratio closerate closingrate closeratio conversionrate conversion hitrate"
        + " successrate gewinnrate abschlussquote erfolgsquote tasadeéxito tasadecierre"
    ),
    ("share", "percentoftotal ratio proportion percentage anteil proporción cuota"),
    ("any", "exists some"),
    ("rank", "rownumber denserank rang rango"),
    ("running", "cumulative cumsum runningtotal kumuliert acumulado"),
    ("previous", "lag prior"),
  ]

  private static let records = [
    (
      "deals",
      "opportunity opportunities opp opps oppty sales tickets dealz geschäft geschäfte abschlüsse"
        + " abschluss verkaufschance verkaufschancen chancen aufträge oportunidad oportunidades"
        + " negocio negocios trato tratos ventas"
    ),
    ("leads", "prospect prospects interessenten interessent prospectos"),
    (
      "accounts",
      "company companies customer customers client clients organization organizations organisations"
        + " kunde kunden firma firmen unternehmen konten cuentas empresa empresas cliente clientes"
    ),
    ("contacts", "people persons person kontakte ansprechpartner contactos personas"),
    ("products", "skus sku produkte productos"),
    ("items", "lineitems opportunitylineitem positionen posten artikel artículos líneas"),
    (
      "owners",
      "reps rep users user salespeople sellers employees team verkäufer vertriebler mitarbeiter"
        + " vendedores propietarios"
    ),
    (
      "activities",
      "tasks task events calls meetings emails engagements aktivitäten termine actividades tareas"
    ),
    ("history", "opportunityhistory stagehistory verlauf historie historial"),
    ("quotas", "targets goals vorgaben ziele cuotas metas"),
    ("campaigns", "kampagnen campañas"),
  ]

  private static let fields = [
    (
      "amount",
      "revenue value price worth arr mrr acv tcv bookings dealsize dealvalue dealamount size"
        + " opportunityamount expectedrevenue betrag beträge beträgen wert umsatz"
        + " summe volumen importe monto valor"
        + " ingresos cantidad"
    ),
    (
      "owner",
      "rep salesrep salesperson seller ownerid ownername assignee assignedto accountexecutive ae"
        + " user dealowner opportunityowner hubspotownerid besitzer inhaber verantwortlicher"
        + " verkäufer betreuer zuständig propietario vendedor dueño responsable comercial"
    ),
    (
      "account",
      "company customer client organization organisation accountname accountid companyname kunde"
        + " firma unternehmen konto cliente empresa cuenta"
    ),
    (
      "stage",
      "stagename dealstage status phase step state stufe etappe vertriebsphase etapa fase estado"
    ),
    (
      "close_date",
      "close closedate closingdate expectedclose expectedclosedate duedate due closes closing enddate"
        + " abschlussdatum abschluss fälligkeit fechadecierre cierre"
    ),
    (
      "closed_on",
      "closeddate closedat dateclosed wondate closed abgeschlossen geschlossenam"
        + " fechacierre"
    ),
    (
      "created",
      "createdate createddate createdat createdon datecreated creationdate creation opened"
        + " opendate erstellt angelegt erstelldatum erstellungsdatum creado fechadecreación"
    ),
    ("name", "dealname opportunityname title subject bezeichnung titel nombre título"),
    ("source", "leadsource origin channel quelle herkunft kanal fuente origen canal"),
    ("product", "productname sku item produkt artikel producto"),
    ("lost_reason", "lossreason reason closedlostreason grund verlustgrund motivo razón"),
    ("region", "territory area gebiet región zona"),
    ("pipeline", "dealpipeline process vertriebspipeline embudo"),
    ("probability", "chance likelihood prob odds wahrscheinlichkeit probabilidad"),
    ("type", "kind dealtype opportunitytype art typ tipo"),
    ("age", "daysopen dealage alter edad antigüedad"),
    ("cycle", "salescycle cycletime daystoclose timetoclose dealcycle zyklus verkaufszyklus ciclo"),
    ("idle", "inactive dayssinceactivity untätig inactivo"),
    ("last_activity", "lastactivitydate lastcontacted lasttouch letzteaktivität últimaactividad"),
    ("weighted", "weightedamount weightedvalue weightedpipeline gewichtet ponderado"),
    ("industry", "sector vertical branche industria"),
    ("country", "nation land país"),
    ("team", "group department abteilung gruppe equipo"),
    ("at", "activitydate timestamp when"),
    (
      "open",
      "active pending ongoing notclosed inprogress offen offene offener offenen abierto abiertos"
        + " abierta"
        + " abiertas"
    ),
    (
      "won",
      "closedwon win wins iswon successful gewonnen gewonnene gewonnenen ganado ganados ganada"
        + " ganadas"
    ),
    (
      "lost",
      "closedlost loss losses islost verloren verlorene verlorenen perdido perdidos perdida"
        + " perdidas"
    ),
    (
      "closed",
      "isclosed done finished completed geschlossen abgeschlossen cerrado cerrados"
        + " cerrada cerradas"
    ),
    ("overdue", "late pastdue überfällig vencido vencidos atrasado"),
  ]

  private static let words = [
    (
      "where", "filter wo wobei donde filtrar filtern"
    ),
    ("by", "nach por gruppiertnach agrupadopor"),
    ("per", "pro je cada each every"),
    ("and", "und y plus"), ("or", "oder o"), ("not", "nicht kein keine no"), ("is", "ist es"),
    ("in", "im en"), ("between", "zwischen entre"),
    (
      "contains",
      "contain containing includes include including enthält beinhaltet contiene incluye"
    ),
    ("show", "zeige zeig anzeigen mostrar muestra columns display"),
    ("sort", "sortiere sortieren ordenar ordena orderby sortby arrange"),
    ("limit", "grenze límite take fetch head"),
    ("during", "während durante"), ("since", "seit desde ab"), ("until", "till bis hasta"),
    ("missing", "null nil none empty blank unset unknown undefined nan leer fehlt vacío nulo"),
    ("present", "filled known vorhanden presente"),
    ("today", "heute hoy currentdate curdate getdate sysdate"), ("yesterday", "gestern ayer"),
    ("tomorrow", "morgen mañana"), ("now", "jetzt ahora currenttimestamp"),
    ("last", "previous prior letzte letzten letzter letztes vorige voriges último última pasado"),
    ("this", "current diese dieser dieses diesen aktuelles este esta actual"),
    ("next", "coming upcoming following nächste nächsten nächstes nächster próximo próxima"),
    ("day", "tag tage tagen día días daily"), ("week", "woche wochen wk wks semana semanas weekly"),
    ("month", "monat monate monaten mth mths mes meses monthly"),
    ("quarter", "quartal quartale quartalen qtr qtrs trimestre trimestres quarterly"),
    ("year", "jahr jahre jahren yr yrs año años yearly annually"),
    ("true", "yes ja sí wahr verdadero"), ("false", "nein falsch falso"),
    ("if", "iff wenn si"), ("then", "dann entonces"), ("else", "sonst sino"),
    ("lower", "lcase lowercase kleinschreibung"), ("upper", "ucase uppercase"),
    ("length", "len länge longitud largo strlen charlength"), ("ceil", "ceiling roundup"),
    ("floor", "int trunc rounddown"), ("round", "runden redondear"),
    ("bands", "bucket buckets bin bins ntile widthbucket tiers"),
    ("weekday", "dayofweek dow wochentag díadesemana"), ("date", "todate datevalue"),
    ("export", "save saveto exportto"),
  ]
}
