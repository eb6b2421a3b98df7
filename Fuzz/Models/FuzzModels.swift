import FuzzSupport
import PQLIngest

/// Hostile bytes as a folder: `%%% NAME` alone in a line begins the file of that name.
///
/// With a `model.json` among them that is loaded, else the files as they are; the folder is then
/// proposed as a model.
@main
enum FuzzModels {
  static func main() {
    FuzzInput.drive { input in
      let files = MemoryFiles(folder: "data", input.bytes)
      let names = files.files.keys.sorted()
      guard !names.isEmpty else { return }
      FuzzInput.load(files, names.contains("data/model.json") ? ["data"] : names)
      _ = try? Loader(files: files).proposal(folder: "data")
    }
  }
}

extension MemoryFiles {
  /// The files of a folder, taken from one text.
  fileprivate init(folder: String, _ bytes: [UInt8]) {
    self.init()
    var name: String?
    var content: [UInt8] = []
    // No folder of an export has more files than this, and the time goes by their number.
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if line.starts(with: Array("%%% ".utf8)), files.count < 8 {
        if let name { files[folder + "/" + name] = content }
        name = String(decoding: line.dropFirst(4), as: UTF8.self)
        content = []
      } else {
        if !content.isEmpty { content.append(0x0A) }
        content += line
      }
    }
    if let name { files[folder + "/" + name] = content }
  }
}
