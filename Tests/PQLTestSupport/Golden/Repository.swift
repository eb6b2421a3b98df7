import Foundation

/// Where the files of the repository are, found from this source file.
package enum Repository {
  /// The root, without a slash at its end.
  package static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path(percentEncoded: false).trimmedSlash

  /// The folder beside the repository with data that are not part of it.
  package static let shared = URL(filePath: root).deletingLastPathComponent()
    .appending(path: "shared").path(percentEncoded: false).trimmedSlash

  /// Whether a file or folder exists below `shared`.
  package static func hasShared(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: shared + "/" + path)
  }

  /// The paths of all files below a folder that end so, from the root on, sorted.
  package static func files(below folder: String, ending: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: root + "/" + folder)
    var paths: [String] = []
    while let name = names?.nextObject() as? String {
      if name.hasSuffix(ending) { paths.append(folder + "/" + name) }
    }
    return paths.sorted()
  }

  /// Whether expected output is to be written anew.
  package static var isRecording: Bool {
    ProcessInfo.processInfo.environment["PQL_RECORD"] == "1"
  }
}

extension String {
  fileprivate var trimmedSlash: String { hasSuffix("/") && count > 1 ? String(dropLast()) : self }
}
