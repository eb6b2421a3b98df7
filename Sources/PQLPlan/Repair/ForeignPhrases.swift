/// How people say in several words what PQL says otherwise, by what it is about.
///
/// A row is a pattern, `=>` and what PQL writes; `PhrasePattern` says what patterns are made of.
/// What stands here is only ever offered, and only where the statement is right with it.
enum ForeignPhrases {
  /// The rows whose phrase can begin with a word, in their order.
  static func beginning(with word: String) -> [PhrasePattern] {
    (byWord[word] ?? withoutWord)
  }

  /// Rows that begin with a word of their own, by that word, among those that begin with any.
  private static let byWord: [String: [PhrasePattern]] = {
    let words = Set(all.flatMap { $0.firstWords ?? [] })
    return Dictionary(
      uniqueKeysWithValues: words.map { word in
        (word, all.filter { $0.firstWords?.contains(word) ?? true })
      })
  }()

  private static let withoutWord = all.filter { $0.firstWords == nil }

  private static let all =
    [counting, listing, ranking, conditions, presence, comparing, time, keys]
    .flatMap { $0.split(separator: "\n") }.map(PhrasePattern.init(row:))

  private static let counting = """
    win % => win_rate
    ^ = =>
    ^ total $ => count
    ^ total|open pipeline value? => sum amount where open
    ^ weighted pipeline $ => sum weighted where open
    ^ weighted pipeline by|per => sum weighted where open by
    total de|of E => count of $1
    wie viele E sind C => count of $1 where $2
    win - rate => win_rate
    A F A F => $1 $2, $3 $4
    A F and? count => $1 $2, count
    A F and A F => $1 $2, $3 $4
    A and A F => $1, $2 $3
    percentile F N => percentile($1, $2)
    p90|90th percentile? of? F => percentile($1, 90)
    p95|95th percentile? of? F => percentile($1, 95)
    p75|75th percentile? of? F => percentile($1, 75)
    ^ list of F => count by $1
    ^ list F $ => count by $1
    ^ F with|having the? most deals => count by $1 | top 1 by count
    A up F => $1 $2
    ^ add up? F => sum $1
    E A F => $2 $3 of $1
    ^ count F $ => count by $1
    der|von C E => of $2 where $1
    ^ C count => count where $1
    ^ isnull|isblank|isempty ( F ) => count where $1 is missing
    A deal size|value|amount => $1 amount
    loss|lost rate|ratio => count(lost) / count(closed)
    percentage|percent|share won => win_rate
    of|from C E => of $2 where $1
    A F / N => $1($2) / $3
    ^ sales|deal cycle => median cycle
    ^ who has|have|won the? most E => count of $1 by owner
    how many E => count of $1
    how many => count
    number|no|anzahl of|der|von? E => count of $1
    number|count|anzahl of distinct|different|unique F => distinct $1
    number of => count
    count ( * ) => count
    count * => count
    count ( 1 ) => count
    count ( distinct F ) => distinct $1
    count distinct|unique|different F => distinct $1
    distinct|unique count of? F => distinct $1
    distinct ( deals|deal|opportunities|opportunity|leads|accounts|contacts . F ) => distinct $1
    count all E => count of $1
    count the? number? of? E => count of $1
    cuantos|cuantas|wieviele E => count of $1
    wie viele E => count of $1
    A of|der|von|des|de|del the? all? F => $1 $2
    A deals|deal|opportunities|opportunity|leads|accounts|contacts . F => $1 $2
    A E F => $1 $2 of $1
    A F of E => $1 $2 of $3
    ^ F A => $2 $1
    ^ F count => count by $1
    A C F => $1 $3 where $2
    A C deals => $1 where $2
    ^ A F C => $1 $2 where $3
    count C E => count of $2 where $1
    count E C => count of $1 where $2
    count C => count where $1
    count E => count of $1
    distinct|unique F from|of|in E => distinct $1 of $2
    E distinct|unique F => distinct $2 of $1
    distinct F , F => count by $1, $2
    A F , A F => $1 $2, $3 $4
    A F F => $1 $2 by $3
    A ( F ) F => $1 $2 by $3
    ^ F by => sum $1 by
    ^ F per => sum $1 per
    ^ F $ => sum $1
    ^ F $ => count by $1
    ^ F where => sum $1 where
    ^ C by => count where $1 by
    ^ C $ => deals where $1
    ^ pipeline by => sum amount where open by
    ^ E by => count of $1 by
    ^ E per => count of $1 per
    ^ F breakdown => count by $1
    E count|total => count of $1
    """

  private static let listing = """
    E in|at|with stage? S stage? => $1 where stage = $2
    E past|beyond|after S => $1 where stage > $2
    E before S => $1 where stage < $2
    E expected to? close this U => $1 where close_date in this $2
    E expected to? close next U => $1 where close_date in next $2
    stage before S => stage < $1
    stage after|past|beyond S => stage > $1
    E sind|son|estan C => $1 where $2
    ^ show|list|get|find|display|give|view|fetch|return|print me|us => show
    ^ show|list|get|find|display|give|view|fetch|return|print all|the|every|each|my|our => show
    ^ show|list|get|find|display|give|view|fetch|return|print E => $1
    ^ show|list|get|find|display|give|view|fetch|return|print C E => $2 where $1
    ^ zeige|zeig|zeigen|liste mir|alle|die => show
    ^ muestra|muestrame|mostrar|listar todos|todas|las|los => show
    ^ zeige|zeig|zeigen|liste|muestra|muestrame|mostrar|listar E => $1
    ^ zeige|zeig|zeigen|liste|muestra|muestrame|mostrar|listar C E => $2 where $1
    ^ show C E => $2 where $1
    ^ export|save|download E to|as|in? csv|excel|xlsx|file => $1 as csv
    ^ export|save|download E to|as|in? json => $1 as json
    ^ F O => deals where $1 $2
    ^ F is => deals where $1 is
    ^ F in => deals where $1 in
    ^ F contains => deals where $1 contains
    ^ F between => deals where $1 between
    E with|having E => $1 where any($2)
    E with|having no E => $1 where not any($2)
    E without E => $1 where not any($2)
    E and|but|, C => $1 where $2
    ^ show tables|entities|databases => describe model
    ^ describe|desc table E => describe $1
    ^ desc|schema|columns E => describe $1
    ^ fields of|in|from? E => describe $1
    ^ show F => deals show $1
    ^ show A => $1
    all|every|my|our|the|alle|todos|todas|las|los E => $1
    ^ C E by|per => count of $2 where $1 by
    ^ C E => $2 where $1
    E C $ => $1 where $2
    E which|that|who are|is|have|were|has been? C => $1 where $2
    E are|is|were C => $1 where $2
    E C and C => $1 where $2 and $3
    E that|which|whose|with|having|if|when|wo|bei|mit|donde|con|for|filter|only => $1 where
    E filter|filtered by|on => $1 where
    E where the => $1 where
    E W O => $1 where $2 $3
    A F W O => $1 $2 where $3 $4
    A W O => $1 where $2 $3
    E O N => $1 where amount $2 $3
    E over|above|exceeding N => $1 where amount > $2
    E under|below N => $1 where amount < $2
    E owned|managed by V => $1 where owner = $2
    E assigned|belonging to V => $1 where owner = $2
    E from|by T => $1 where owner = $2
    E of T => $1 where owner = $2
    E with no|without F => $1 where $2 is missing
    A F for|with|having F => $1 $2 where $3
    where with => where
    for F => where $1
    with F => where $1
    from E => of $1
    in E $ => of $1
    deals|deal|opportunities|opportunity|leads|accounts|contacts . F => $1
    where where => where
    E F , F => $1 show $2, $3
    E F $ => $1 show $2
    E select|fields|columns|display => $1 show
    where by => by
    filter|filtered by|on|where => where
    where C F => where $1 and $2
    where F , F => where $1 and $2
    , where => where
    , by => by
    please|bitte|porfavor =>
    what|which is|are|was|were the? =>
    the =>
    of the => of
    E F is => $1 where $2 is
    E F in => $1 where $2 in
    E F not => $1 where $2 not
    E F contains => $1 where $2 contains
    E F between => $1 where $2 between
    E F starts => $1 where $2 starts
    E F ends => $1 where $2 ends
    """

  private static let ranking = """
    ^ top N F by win rate|ratio? => win_rate by $2 | top $1 by win_rate
    ^ bottom|smallest|lowest|worst N E by F => $2 sort $3 limit $1
    ^ biggest|largest|best|highest deal => deals top 1 by amount
    ^ biggest|largest|best|highest C E => $2 where $1 top 10 by amount
    ^ biggest|largest|best|highest|grosste|grossten|mayores|mejores E => $1 top 10 by amount
    ^ oldest C E => $2 where $1 sort created
    ^ newest|latest C E => $2 where $1 sort -created
    ^ top N E nach|por F => $2 top $1 by $3
    ^ A ( F ) by F desc|descending => $1 $2 by $3 sort -$1_$2
    ^ A F by F desc|descending => $1 $2 by $3 sort -$1_$2
    ^ A F by F asc|ascending => $1 $2 by $3 sort $1_$2
    ^ A F by F sort desc|descending => $1 $2 by $3 sort -$1_$2
    ^ count by F desc|descending => count by $1 sort -count
    limit top N => top $1 by amount
    ^ limit|first|take N E => $2 limit $1
    ^ top|best|biggest|largest|highest N E => $2 top $1 by amount
    ^ rank F by F => sum $2 by $1 sort -sum_$2
    ^ best|top F => sum amount by $1 sort -sum_amount
    sorted|ordered|order|arranged by A ( F ) desc|descending => sort -$1_$2
    limit by|to N => limit $1
    ^ top N E by A? ( F ) => $2 top $1 by $3
    ^ top N E by F => $2 top $1 by $3
    ^ top N F by F => sum $3 by $2 | top $1 by sum_$3
    ^ top N F => count by $2 | top $1 by count
    ^ N biggest|largest|best|highest|top E => $2 top $1 by amount
    ^ los|las? N mejores E => $2 top $1 by amount
    ^ show|list|get me? the? top N E => $2 top $1 by amount
    ^ bottom|smallest|lowest|worst N E => $2 sort amount limit $1
    ^ last|latest|newest|recent N E => $2 sort -created limit $1
    ^ latest|newest|recent E => $1 sort -created
    ^ oldest|first N E => $2 sort created limit $1
    ^ oldest E => $1 sort created
    ^ N E => $2 limit $1
    ^ top F by F => sum $2 by $1 | top 10 by sum_$2
    ^ top E => $1 top 10 by amount
    ^ top N by F => deals top $1 by $2
    ^ top E by F => $1 top 10 by $2
    ^ biggest|largest|best N? F by F => sum $2 by $1 | top 10 by sum_$2
    E first|head|take|fetch|limited N => $1 limit $2
    limit to N => limit $1
    first|take|head|fetch N rows|records|results => limit $1
    fetch first|next N rows? only? => limit $1
    top N $ => top $1 by amount
    top N desc => top $1 by amount
    top by F => top 10 by $1
    top N F $ => top $1 by $2
    top N of|on|in F => top $1 by $2
    top ( N ) => top $1
    sorted|ordered|order|sort|sortiert|ordenado|arranged|rank|ranked by|on|nach|por => sort
    sort by => sort
    sort desc|descending F => sort -$1
    sort asc|ascending F => sort $1
    F desc|descending|absteigend|descendente|dsc => -$1
    F asc|ascending|aufsteigend|ascendente => $1
    sort from high|highest|largest to low|lowest|smallest => sort -amount
    descending|desc|absteigend F => sort -$1
    highest|largest|biggest F first => sort -$1
    newest|latest|recent first => sort -created
    oldest first => sort created
    sort A ( F ) => sort $1_$2
    sort - A ( F ) => sort -$1_$2
    sort count => sort -count
    by A ( F ) => by $1_$2
    by A F $ => by $1_$2
    sort - A F $ => sort -$1_$2
    sort A F $ => sort $1_$2
    """

  private static let conditions = """
    W O V and O V => $1 $2 $3 and $1 $4 $5
    , F O => and $1 $2
    W has|have|having V => $1 contains $2
    W ~ T => $1 contains $2
    starts T => starts with $1
    ends T => ends with $1
    C = true|yes|1 => $1
    C = false|no|0 => not $1
    C is true => $1
    C is false => not $1
    W is|are? greater|more|larger|bigger|higher than or equal to => $1 >=
    W is|are? less|smaller|lower|fewer than or equal to => $1 <=
    is? greater|more|larger|bigger|higher|mayor|grosser|hoher|mehr than|que|als => >
    is? less|smaller|lower|fewer|menor|kleiner|weniger than|que|als => <
    W is? over|above|exceeds|exceeding|gt => $1 >
    W is? under|below|lt => $1 <
    W is? at least|min|minimum|gte|ge => $1 >=
    W is? at most|max|maximum|lte|le => $1 <=
    W gte|ge => $1 >=
    W lte|le => $1 <=
    at least => >=
    at most => <=
    mindestens => >=
    hochstens => <=
    no more than => <=
    no less than => >=
    W not equal|equals to? => $1 !=
    is|does not equal|equals to? => !=
    isnt|ne|neq|ungleich => !=
    W is? equal|equals|eq|gleich|igual to?|a? => $1 =
    is? equal|equals to? => =
    is|was? on or after|since => >=
    is|was? on or before|until => <=
    is|was? after => >
    is|was? before => <
    is|was? later than => >
    is|was? earlier than => <
    older than N U => age > $1 $2
    younger|newer than N U => age < $1 $2
    E older than => $1 where age >
    E younger|newer than => $1 where age <
    E where older than => $1 where age >
    does|do not|nt contain|contains|include|includes => not contains
    doesnt|dont contain|include => not contains
    begins|begin|beginning|starting|start|startswith|beginnt|empieza with|mit|con? => starts with
    ending|end|endswith|endet|termina with|mit|con? => ends with
    is? one|any of => in
    is in => in
    is not in => not in
    is between => between
    not is => !=
    is like => like
    W between V to|through|- V => $1 between $2 and $3
    between V , V => between $1 and $2
    W between ( V and|, V ) => $1 between $2 and $3
    W from V to V => $1 between $2 and $3
    W between V V => $1 between $2 and $3
    W not between V to V => $1 not between $2 and $3
    W in V , V => $1 in ($2, $3)
    W in V or|and V => $1 in ($2, $3)
    W in V $ => $1 = $2
    W = V , V => $1 in ($2, $3)
    W = V or = V => $1 in ($2, $3)
    W either V or V => $1 in ($2, $3)
    where W : V => where $1 = $2
    E W : V => $1 where $2 = $3
    W is V => $1 = $2
    W is not V => $1 != $2
    where F C => where $1 = $2
    where W V $ => where $1 = $2
    where not F = => where $1 !=
    but not => and not
    as well as => and
    & &? => and
    ^ where F O V count => count where $1 $2 $3
    """

  private static let presence = """
    W is? null|nil|none|empty|blank|unknown|unset|leer|vacio|nulo|undefined => $1 is missing
    W is? not null|nil|none|empty|blank|unknown|unset|leer|vacio|nulo => $1 is present
    W =|== null|nil|none|empty|blank|missing => $1 is missing
    W !=|<> null|nil|none|empty|blank|missing => $1 is present
    W has no value => $1 is missing
    W ist leer => $1 is missing
    W isnull|isblank|isempty => $1 is missing
    isnull|isblank|isempty ( W ) => $1 is missing
    notnull|isnotnull ( W ) => $1 is present
    not isnull|isblank|isempty ( W ) => $1 is present
    W exists => $1 is present
    exists ( W ) => $1 is present
    where|and has? no|without|missing|ohne|sin a|an? F => where $1 is missing
    E without|no|missing|lacking|ohne|sin a|an|any? F => $1 where $2 is missing
    E with no F => $1 where $2 is missing
    E with|have|has a|an|any F => $1 where $2 is present
    count missing F => count where $1 is missing
    null|nil => missing
    """

  private static let comparing = """
    compare|compared|versus|against to|with? => vs
    vs previous|prior U => during this $1 vs last $1
    month over month => during this month vs last month
    year over year => during this year vs last year
    quarter over quarter => during this quarter vs last quarter
    mom => during this month vs last month
    qoq => during this quarter vs last quarter
    yoy => during this year vs last year
    this U vs last U => during this $1 vs last $2
    """

  private static let time = """
    ^ new E this U => $1 where created in this $2
    ^ new E last U => $1 where created in last $2
    E C this U => $1 where $2 during this $3
    E C last U => $1 where $2 during last $3
    E C next U => $1 where $2 during next $3
    vs last U $ => during this $1 vs last $1
    fiscal month|period => month
    fiscal months|periods => months
    E letzte|letzten|letztes U erstellt => $1 where created in last $2
    E dieses|diese|diesen U erstellt => $1 where created in this $2
    where F this|current U => where $1 in this $2
    where F last|previous U => where $1 in last $2
    where F next|coming U => where $1 in next $2
    el|la|los|las|den|dem U => $1
    E created|opened|added in|within|during? the? last|past N U => $1 where created in last $2 $3
    W between D and D => $1 in $2..$3
    during|in|for|within the? current|diesem|diesen|este|dieser U => during this $1
    during|in|for|within the? previous|prior|letzten|letztem|ultimo U => during last $1
    W in|during|within|from|for|on the? last|past|previous N U => $1 in last $2 $3
    W in|during|within|from|for|on the? this|current U => $1 in this $2
    W in|during|within|from|for|on the? last|previous|prior U => $1 in last $2
    W in|during|within|from|for|on the? next|coming U => $1 in next $2
    W in|during|within|from|for|on the? next|coming N U => $1 in next $2 $3
    E created|opened|added|erstellt|creado|creados this|current U => $1 where created in this $2
    E created|opened|added|erstellt|creado|creados last|previous U => $1 where created in last $2
    E created|opened today => $1 where created = today
    E created|opened yesterday => $1 where created = yesterday
    E created|opened since V => $1 where created >= $2
    E created|opened after V => $1 where created > $2
    E created|opened before V => $1 where created < $2
    E created|opened in|during|on? D => $1 where created in $2
    E created between => $1 where created between
    E closed this|current U => $1 where closed_on in this $2
    E closed last|previous U => $1 where closed_on in last $2
    E closed in|within|during? the? last|past N U => $1 where closed_on in last $2 $3
    E closed in|during|on D => $1 where closed_on in $2
    E closed since V => $1 where closed_on >= $2
    E closed after V => $1 where closed_on > $2
    E closed before V => $1 where closed_on < $2
    E closing|due|expected this|current U => $1 where close_date in this $2
    E closing|due|expected next U => $1 where close_date in next $2
    E closing|due|expected in|within|during? the? next N U => $1 where close_date in next $2 $3
    E closing|due in|during|on? D => $1 where close_date in $2
    E closing|due before V => $1 where close_date < $2
    E closing|due after V => $1 where close_date > $2
    E due|closing today => $1 where close_date = today
    count C in|during|for? the? last U => count where $1 during last $2
    C in|during|for the? last|previous U => $1 during last $2
    C in|during|for the? this|current U => $1 during this $2
    E this|current U => $1 during this $2
    E last|previous|prior U => $1 during last $2
    E next|coming U => $1 during next $2
    E in|for|from|within|over the? last|past|previous N U => $1 during last $2 $3
    in|for|from|within|over the last|past|previous N U => during last $1 $2
    in|for|from|within|over the? this|current U => during this $1
    in|for|from|within|over the? last|previous|prior U => during last $1
    in|for|from|within|over the? next|coming U => during next $1
    in|for|from|within|over the? next|coming N U => during next $1 $2
    in|for|from|within|over the? last|past N U => during last $1 $2
    current|actual U => this $1
    diese|dieser|dieses|diesen|diesem|este|esta U => this $1
    previous|prior U => last $1
    letzte|letzten|letzter|letztes|letztem|vorige|voriges|ultimo|ultima|pasado|pasada U => last $1
    letzte|letzten|ultimos|ultimas N U => last $1 $2
    U pasado|pasada|anterior => last $1
    U proximo|proxima|que viene => next $1
    previous|prior N U => last $1 $2
    coming|upcoming|nachste|nachsten|nachster|proximo|proxima U => next $1
    coming|upcoming N U => next $1 $2
    during the => during
    during during => during
    this U => during this $1
    last U => during last $1
    next U => during next $1
    last N U => during last $1 $2
    next N U => during next $1 $2
    past N U => during past $1 $2
    W = last|previous U => $1 in last $2
    year to date => during this year
    ytd => during this year
    quarter to date => during this quarter
    qtd => during this quarter
    month to date => during this month
    mtd => during this month
    during year to date => during this year
    during ytd => during this year
    during qtd => during this quarter
    during mtd => during this month
    during today => during today
    E today => $1 during today
    now|today|currentdate|getdate|curdate|currenttimestamp|sysdate ( ) => today
    from D to|until D => during $1..$2
    during D to|until|through|and|- D => during $1..$2
    during between D and D => during $1..$2
    D to|through D => $1..$2
    between D and D $ => during $1..$2
    in D $ => during $1
    in N $ => during $1
    for|from D => during $1
    for|from N $ => during $1
    from D => since $1
    as of|at today =>
    N U old => age > $1 $2
    on today => during today
    """

  private static let keys = """
    by U , U => by $1(created), $2(created)
    per F U => by $2($1)
    grouped|group|split|breakdown|broken|segmented|aggregated|bucketed by|per|down? by? => by
    agrupado|agrupados|gruppiert por|nach => by
    by weekday of|on? F => by weekday($1)
    by W name => by $1
    by U ( F ) => by $1($2)
    by U of|on|by|for? F => by $1($2)
    by F by U => by $2($1)
    by F U => by $2($1)
    by F . U => by $2($1)
    by created U => by $1(created)
    per U of|by|on? F => by $1($2)
    by U $ => per $1
    by each|every U => per $1
    by F per U $ => by $1 per $2
    by F , U $ => by $1 per $2
    by F and|& U $ => by $1 per $2
    by U and|, F => by $2 per $1
    monthly|monatlich|mensual => per month
    weekly|wochentlich|semanal => per week
    quarterly|trimestral => per quarter
    daily|taglich|diario => per day
    yearly|annually|jahrlich|anual => per year
    over time => per month
    each|every U => per $1
    for? each|every F => by $1
    by F and|&|then|/|y|und|plus F => by $1, $2
    by F F => by $1, $2
    by F by F => by $1, $2
    , F and F => , $1, $2
    by each|every|the F => by $1
    group F => by $1
    groupby F => by $1
    orderby F => sort $1
    for each => by
    according to => by
    across => by
    by by => by
    datetrunc ( T , F ) => month($2)
    extract ( U from F ) => $1($2)
    datepart ( U , F ) => $1($2)
    by ( F ) => by $1
    by ( F , F ) => by $1, $2
    pivot by? F => per $1
    into|to csv|excel|xlsx $ => as csv
    as|to|in excel|xlsx|spreadsheet => as csv
    export|save to|as? T => | export $1
    export|save as|to? csv|json => as csv
    """
}
