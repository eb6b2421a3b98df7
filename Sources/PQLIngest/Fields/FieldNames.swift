import PQLModel

/// The names that other systems give to PQL's fields; all in lower case without marks.
enum FieldNames {
  /// What a history record of the stage form calls the stage entered.
  static let historyStages = ["stage", "stagename", "dealstage", "stageid"]

  /// The names for a canonical field of an entity, the best first.
  static func synonyms(of field: String, _ kind: EntityKind, hasTarget: Bool) -> [String] {
    let own = table[kind]?[field] ?? []
    guard let relation = relations[field] else { return own }
    // An id finds its record surely; without records to find, a name says more.
    return own + (hasTarget ? relation.ids + relation.names : relation.names + relation.ids)
  }

  private static let relations: [String: (ids: [String], names: [String])] = [
    "owner": (
      [
        "ownerid", "hubspotownerid", "assigneduserid", "userid", "owneridvalue", "useridvalue",
      ],
      [
        "ownername", "owneridname", "useridname", "salesagent", "salesrep", "salesperson",
        "assignedto",
        "assignedusername", "opportunityowner", "dealowner", "accountowner",
      ]
    ),
    "account": (
      ["accountid", "companyid", "orgid", "orgidvalue", "organizationid"],
      ["accountname", "orgname", "orgidname", "companyname", "company", "organization"]
    ),
    "product": (
      ["product2id", "productid", "hsproductid"], ["productname", "product2name", "productcode"]
    ),
    "deal": (["dealid", "opportunityid"], ["dealname", "opportunityname", "opportunity"]),
    "lead": (["leadid"], ["leadname"]),
    "campaign": (["campaignid"], ["campaignname"]),
    "manager": (["managerid"], ["managername"]),
  ]

  private static let created = [
    "createddate", "createdate", "createdat", "createdon", "addtime", "datecreated",
    "creationdate",
  ]

  private static let currencies = [
    "currencyisocode", "dealcurrencycode", "currencycode", "amountcurrency", "valuecurrency",
  ]

  private static let table: [EntityKind: [String: [String]]] = [
    .deals: [
      "id": ["opportunityid", "dealid", "hsobjectid"],
      "name": ["dealname", "opportunityname", "title"],
      "pipeline": ["pipelineid", "dealpipelineid", "pipelinename"],
      "stage": [
        "stagename", "dealstage", "dealpipelinestageid", "stageid", "salesstage", "status",
        "dealstatus",
      ],
      "amount": ["value", "dealvalue", "dealamount", "closevalue", "opportunityamount"],
      "currency": currencies,
      "probability": ["hsdealstageprobability", "winprobability"],
      "category": ["forecastcategoryname", "forecastcategory", "hsmanualforecastcategory"],
      "created": created,
      "close_date": ["expectedclosedate", "datedeadline"],
      "closed_on": ["closetime", "closedat", "dateclosed"],
      "source": ["leadsource", "hsanalyticssource", "origin"],
      "type": ["opportunitytype", "dealtype"],
    ],
    .leads: [
      "id": ["hsobjectid"],
      "name": ["fullname"],
      "title": ["jobtitle"],
      "email": ["emailaddress"],
      "created": created,
      "status": ["hsleadstatus", "leadstatus"],
      "source": ["leadsource", "sourcename", "hsanalyticssource"],
      "converted": ["isconverted"],
      "converted_at": ["converteddate"],
      "converted_deal": ["convertedopportunityid", "converteddealid"],
      "touched_at": [
        "firsttouchedat", "firsttouchat", "firstcontactedat", "firstcontactdate", "contactedat",
      ],
      "qualified_at": ["qualifieddate", "qualifiedon", "hsv2dateenteredsalesqualifiedlead"],
      "disqualified_at": ["disqualifieddate", "disqualifiedon"],
      "disqualified_reason": [
        "disqualificationreason", "disqualifyreason", "reasondisqualified", "unqualifiedreason",
      ],
    ],
    .accounts: [
      "id": ["accountid", "companyid", "hsobjectid"],
      "name": ["accountname", "companyname", "account", "company"],
      "industry": ["sector"],
      "employees": ["numberofemployees", "employeecount"],
      "country": ["billingcountry"],
    ],
    .contacts: ["id": ["hsobjectid"], "name": ["fullname"], "title": ["jobtitle"]],
    .products: [
      "id": ["productid", "product2id", "hsobjectid"],
      "name": ["productname", "product"],
      "family": ["productfamily"],
      "price": ["unitprice", "listprice", "salesprice"],
    ],
    .items: [
      "id": ["lineitemid"],
      "quantity": ["qty"],
      "price": ["unitprice", "itemprice"],
      "amount": ["totalprice", "sum", "linetotal"],
      "currency": currencies,
      "term_months": ["months"],
    ],
    .owners: [
      "id": ["userid", "ownerid"],
      "name": ["fullname", "ownername", "salesagent", "salesrep"],
      "team": ["teamname"],
    ],
    .activities: [
      "id": ["engagementid", "taskid", "eventid"],
      "type": ["activitytype", "hsactivitytype", "tasksubtype"],
      "at": [
        "activitydatetime", "activitydate", "hstimestamp", "timestamp", "occurredat", "datetime",
        "date", "markedasdonetime", "startdatetime", "duedate", "createddate", "createdat",
      ],
      "deal": ["whatid"],
      "lead": ["whoid"],
    ],
    .history: [
      "at": [
        "createddate", "timestamp", "changedat", "changeddate", "dateentered", "datetime", "date",
      ],
      "field": ["fieldname", "propertyname"],
      "from": ["oldvalue", "previousvalue", "fromvalue", "fromstage"],
      "to": ["newvalue", "tovalue"],
      "by": ["createdbyid", "changedby", "userid"],
    ],
    .quotas: [
      "owner": ["quotaownerid"],
      "from": ["startdate", "hsstartdatetime", "periodstart"],
      "until": ["enddate", "hsenddatetime", "periodend"],
      "amount": ["quotaamount", "quota", "target", "hstargetamount"],
      "currency": currencies,
    ],
    .campaigns: [
      "cost": ["actualcost", "budgetedcost", "budget"],
      "from": ["startdate"],
      "until": ["enddate"],
      "currency": currencies,
    ],
    .splits: [
      "owner": ["splitownerid", "splitowner"],
      "share": ["splitpercentage", "splitpercent", "percentage", "percent"],
      "amount": ["splitamount"],
      "currency": currencies,
      "type": ["splittypeid", "splittype"],
    ],
  ]
}
