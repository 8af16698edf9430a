import Foundation

/// The modules that Swift text imports, in whatever form: `import` is a keyword, so that every one outside of comments and strings is an
/// import, whatever attributes and access level come before it and whatever kind of declaration it names.
func imports(of text: String) -> Set<String> {
  // Comments and strings, the longest delimiters first; an interpolation with quotes in it is two strings with code between.
  let prose =
    #/(?s://[^\n]*|/\*.*?\*/|(?<hashes>\#+)""".*?"""\k<hashes>|(?<marks>\#+)"[^\n]*?"\k<marks>|""".*?"""|"(?:\\.|[^"\\\n])*")/#
  let code = text.replacing(prose, with: " ")
  let declaration =
    #/\bimport\s+(?:(?:typealias|struct|class|enum|protocol|let|var|func|actor|macro)\s+)?`?(?<module>[A-Za-z_][A-Za-z0-9_]*)/#
  return Set(code.matches(of: declaration).map { String($0.module) })
}

/// The modules that a Swift file imports.
func imports(of file: URL) throws -> Set<String> {
  imports(of: try String(contentsOf: file, encoding: .utf8))
}
