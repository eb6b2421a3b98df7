import PQLModel

extension DiagnosticPage {
  static let loadFiles: [DiagnosticPage] = [
    DiagnosticPage(
      .noFileNamed, "no file to load",
      """
      A load was asked for without a path, or with an empty one. A model file, data files, a folder
      or a snapshot may be named.
      """),
    DiagnosticPage(
      .fileNotFound, "a file that is not there",
      """
      Nothing stands at the path. Paths in a model file are relative to the folder of that file, and
      others to the current one. Where a name is near, the message offers it.
      """),
    DiagnosticPage(
      .notAFile, "a path that is no file",
      """
      A file was expected where a folder stands, or a pipe, a socket or a device. A pipe may be read
      only where the command line names it, as in `zcat deals.csv.gz | pql - -c count`. One that a
      model file or a script names is refused, because nobody knows when somebody writes into it.
      """),
    DiagnosticPage(
      .fileUnreadable, "a file that cannot be read",
      """
      The system refuses to open or read the file, and the message says why in the system's words.
      Most often it is a matter of rights.
      """),
    DiagnosticPage(
      .fileEmpty, "an empty file",
      """
      Nothing but white space stands in the file. An export that failed often leaves one behind.
      Piped data are empty when the program before the pipe has failed.
      """),
    DiagnosticPage(
      .compressionDamaged, "a compressed file that cannot be opened",
      """
      The file is gzip or zstd, and is cut off, damaged, compressed twice, or holds far more than
      exports do. Copy or download it again. `gzip -t` and `zstd -t` check a file.
      """),
    DiagnosticPage(
      .foreignFormat, "a file of a format that PQL does not read",
      """
      PQL reads CSV, JSON and NDJSON in UTF-8, also compressed with gzip or zstd. A spreadsheet or a
      zip archive is exported or unpacked first, and UTF-16 is converted. A file that holds JSON is
      named `.json` or `.ndjson`.
      """),
    DiagnosticPage(
      .notUTF8, "a file that is not text in UTF-8",
      """
      A byte stands in the file that UTF-8 does not have there. Older spreadsheets write Latin-1 or
      Windows-1252, which `iconv` converts. Nothing is guessed, because a wrong guess turns names
      into others.
      """),
    DiagnosticPage(
      .fileTooLarge, "more than can be read",
      """
      The file, or a value or a record in it, is larger than PQL reads, or than the memory that this
      process may take. The limits lie far above what exports hold, and keep a file that was made to
      exhaust the machine from doing so. `ulimit -v` limits the memory of a process.
      """),
    DiagnosticPage(
      .folderWithoutData, "a folder without data",
      """
      No file in the folder has the ending of a data file. Folders within it are not looked into.
      """),
    DiagnosticPage(
      .loadsAlone, "a model or a snapshot among other files",
      """
      A model file names its own data, and a snapshot holds a whole model. Either is loaded alone.
      """),
    DiagnosticPage(
      .contentUnknown, "a file of which nothing tells what it holds",
      """
      Neither the name of the file nor its fields say which entity its records are. Name the file
      after it, as `deals.csv`, or name the file in a model file under `entities`. What is piped has
      no name to be told by.
      """),
    DiagnosticPage(
      .loadStopped, "a load that was stopped",
      """
      The load was stopped from the keyboard before it was done. What was loaded before stays.
      """),
    DiagnosticPage(
      .snapshotRefused, "a snapshot that is not taken",
      """
      The file is no snapshot, was written by another version of PQL or on a machine of another kind,
      or is not as it was written. Write it anew from the data with `pql snapshot`. A snapshot does
      not hold what was rejected, so that `--rejects` needs the data themselves.
      """),
    DiagnosticPage(
      .fileInTheWay, "a file that would be written over",
      """
      The file to be written is there already and holds something else, most likely the data. PQL
      replaces only what it has written itself. Name another file, or remove this one first.
      """),
    DiagnosticPage(
      .outputNotWritten, "a file that a load could not write",
      """
      Rejected records, a snapshot or a model file were to be written, and the system refused. The
      message says why in the system's words.
      """),
    DiagnosticPage(
      .strictRefusal, "data that --strict refuses",
      """
      With `--strict` a load with any warning fails, and the message lists all of them. Each has a
      page of its own. Mend the data, or say in the model file what they mean.
      """),
    DiagnosticPage(
      .noProposal, "a folder that no model could be proposed for",
      """
      `pql init` loads a folder as it is and writes down what came of it. Here no attempt came to an
      end. A model file written by hand says what the data do not.
      """),
    DiagnosticPage(
      .filesLeftAside, "files that gave nothing",
      """
      Of a folder or a pattern some files are not part of the model. Either nothing tells what they
      hold, or another file has more of the fields of their entity, or they cannot be read.
      `describe model` says the reason of each. A file that a model file or the command line names
      is never left aside in silence.
      """),
    DiagnosticPage(
      .tableTakenFrom, "the files that a table was taken from",
      """
      No known system's export was recognised, so that the name of a file and its fields decided what
      it holds. Check that the table is the one that is meant.
      """),
    DiagnosticPage(
      .systemRecognised, "an export of a known system",
      """
      The columns of the files are those of a system that PQL knows. What they mean is taken from
      that system, and `describe model` lists it.
      """),
    DiagnosticPage(
      .pageMissing, "an export with fewer records than it counts",
      """
      The answer of the system says how many records the query has, and the files hold fewer. A page
      of the export may be missing. Every total would be too small.
      """),
    DiagnosticPage(
      .listsLeftAside, "lists that were left aside",
      """
      A JSON document holds more than one list of records, and one of them was read. Put the others
      into files of their own, or name each under the entity that it holds.
      """),
    DiagnosticPage(
      .datedFilesAreParts, "dated files that are parts of one table",
      """
      Files differ in the day in their names, and hold other deals each. They are taken as parts of one
      table. Exports of the same deals on several days make a history: of such files a third or more
      of the ids stand in the one before. `exports` in the model file says that they are.
      """),
    DiagnosticPage(
      .exportsUndated, "exports that cannot be put in order",
      """
      Dated exports are compared each with the one before, deal by deal. So each needs a day of its
      own, in the name of its file or in the field that `exported_on` names, and deals need an `id`.
      """),
  ]
}
