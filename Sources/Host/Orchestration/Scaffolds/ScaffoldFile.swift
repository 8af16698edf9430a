import Foundation

/// A file that a scaffold brings.
struct ScaffoldFile {
  /// Where it goes, relative to the target.
  let path: String
  private let content: Data
  private let permissions: Int

  /// A file with the permissions of one that is there.
  init(at url: URL, path: String, content: Data) throws {
    (self.path, self.content) = (path, content)
    let attributes = try FileManager.default.attributesOfItem(atPath: url.path)
    permissions = attributes[.posixPermissions] as? Int ?? 0o644
  }

  private init(path: String, content: Data, permissions: Int) {
    (self.path, self.content, self.permissions) = (path, content, permissions)
  }

  /// Every file below `folder`, or the one that it is, by its path there; what tools leave behind is left out.
  static func all(in folder: URL) throws -> [ScaffoldFile] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder) else {
      throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: folder.path])
    }
    guard isFolder.boolValue else {
      return [try ScaffoldFile(at: folder, path: "", content: Data(contentsOf: folder))]
    }
    return try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted().compactMap { path in
      let url = folder.appending(path: path)
      guard !path.contains("__pycache__"),
        try url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true
      else { return nil }
      return try ScaffoldFile(at: url, path: path, content: Data(contentsOf: url))
    }
  }

  /// The file further down.
  func moved(below folder: String) -> ScaffoldFile {
    ScaffoldFile(
      path: path.isEmpty ? folder : "\(folder)/\(path)", content: content, permissions: permissions)
  }

  /// The file with values in its path and, where it is one, in its text.
  func filled(_ values: [String: String]) -> ScaffoldFile {
    let text = String(data: content, encoding: .utf8).map { Data(Self.fill($0, values).utf8) }
    return ScaffoldFile(
      path: Self.fill(path, values), content: text ?? content, permissions: permissions)
  }

  /// `text` with the value in the place of each `{{name}}`.
  static func fill(_ text: String, _ values: [String: String]) -> String {
    values.reduce(text) { $0.replacing("{{\($1.key)}}", with: $1.value) }
  }

  /// Writes it below `target`, as a whole or not at all.
  func write(into target: URL) throws {
    let url = target.appending(path: path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try content.write(to: url, options: .atomic)
    try FileManager.default.setAttributes([.posixPermissions: permissions], ofItemAtPath: url.path)
  }
}
