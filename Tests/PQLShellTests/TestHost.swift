import PQLIngest
import PQLShell
import Synchronization

/// A world in memory: files as given, output gathered, a clock that stands.
final class TestHost: ShellHost {
  private let output = Mutex("")
  private let errors = Mutex("")
  private let memory: MemoryFiles

  init(_ files: [String: String] = [:]) { memory = MemoryFiles(files) }

  var files: any FileReading { memory }
  var written: String { output.withLock { $0 } }
  var complaints: String { errors.withLock { $0 } }
  var utcSeconds: Int64 { 1_782_820_800 }  // 2026-06-30T12:00
  var nanoseconds: UInt64 { 0 }
  var isCancelled: @Sendable () -> Bool { { false } }

  func write(_ text: String) { output.withLock { $0 += text } }
  func writeError(_ text: String) { errors.withLock { $0 += text } }
  func replaceFile(_ path: String, with text: String) throws(FileFailure) {}

  /// What was written since the last call.
  func takeWritten() -> String {
    output.withLock { text in
      defer { text = "" }
      return text
    }
  }
}

/// A small pipeline with what completion has to tell apart.
enum SmallPipeline {
  static let files: [String: String] = [
    "m/model.json": """
    {
      "pql": 1, "name": "Small",
      "currency": {"base": "EUR", "rates": [{"currency": "USD", "from": "2025-01-01", "rate": 0.9}]},
      "calendar": {"timezone": "UTC"},
      "pipelines": [{"name": "Sales", "stages": [
        {"name": "Lead", "probability": 0.1}, {"name": "In Talks", "probability": 0.5},
        {"name": "Won", "outcome": "won"}, {"name": "Lost", "outcome": "lost"}]}],
      "entities": {
        "deals": {"file": "deals.csv"}, "accounts": {"file": "accounts.csv"},
        "leads": {"file": "leads.csv"}, "owners": {"file": "owners.csv"},
        "activities": {"file": "activities.csv"}
      }
    }
    """,
    "m/deals.csv": #"""
    id,name,stage,amount,created,close_date,closed_on,owner,account,region,Deal Size
    1,One,Lead,100,2026-01-01,2026-07-01,,Ann Lee,Acme,EMEA,3
    2,Two,In Talks,200,2026-01-05,2026-08-01,,Bob,Acme,EMEA,4
    3,Three,Won,300,2026-01-09,2026-03-01,2026-03-01,Ann Lee,"Globex ""G""",North America,5
    4,Four,Lost,400,2026-02-01,2026-04-01,2026-04-01,Ann Lee,Initech,APAC,6

    """#,
    "m/accounts.csv": #"""
    id,name,industry,employees
    a,Acme,software,20
    b,"Globex ""G""",industry,300
    c,Initech,software,40

    """#,
    "m/leads.csv": """
    id,name,created,status,source,owner
    l1,Lea,2026-02-01,new,web,Bob
    l2,Leo,2026-02-02,open,fair,Bob

    """,
    "m/owners.csv": "id,name,team\no1,Ann Lee,North\no2,Bob,South\n",
    "m/activities.csv": """
    id,type,at,owner,deal
    x,call,2026-02-01T10:00,Bob,1
    y,email,2026-02-02T10:00,Bob,2

    """,
    "m/rules.pql": "",
  ]

  static func session(_ statements: String...) throws -> (Session, TestHost) {
    let host = TestHost(files)
    var session = Session(host: host, settings: SessionSettings(isInteractive: true))
    try session.load(["m/model.json"])
    for statement in statements { session.ask(statement) }
    return (session, host)
  }
}
