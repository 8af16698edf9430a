/// The name of something new.
struct ScaffoldName: Sendable {
  let text: String

  /// Throws a `UsageError` for what folders, modules and the command line could not be called alike.
  init(_ text: String, of kind: String) throws {
    guard text.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*/) != nil else {
      throw UsageError(
        "`\(text)` cannot be the name of a \(kind): small letters, digits and single hyphens between them, a letter first"
      )
    }
    self.text = text
  }

  /// What scaffolds fill in: the name, and the name where a hyphen may not be.
  var values: [String: String] { ["name": text, "identifier": text.replacing("-", with: "_")] }
}
