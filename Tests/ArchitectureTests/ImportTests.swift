import Foundation
import Testing

@Suite struct ImportTests {
  @Test
  func `Package.swift gives each module what the module table of ARCHITECTURE.md allows, and nothing else`()
    throws
  {
    let modules = try Manifest.read().modules
    let given = Dictionary(uniqueKeysWithValues: modules.map { ($0.name, $0.imports) })
    let permissions = try Project.permissions()
    #expect(Set(given.keys) == Set(permissions.keys))
    for (module, allowed) in permissions {
      #expect(given[module] == allowed, "\(module)")
    }
  }

  @Test func `files import what their module is given, and every permission is used`() throws {
    let manifest = try Manifest.read()
    let ours = Set(manifest.targets.map(\.name))
    for module in manifest.modules {
      let files = Project.files(below: module.folder, endings: ["swift"])
      var used: Set<String> = []
      for file in files {
        let found = try imports(of: file).intersection(ours)
        #expect(
          found.isSubset(of: module.imports),
          "\(file.lastPathComponent) of \(module.name) imports \(found.subtracting(module.imports).sorted())")
        used.formUnion(found)
      }
      #expect(
        used == module.imports || files.isEmpty,
        "\(module.name) does not use \(module.imports.subtracting(used).sorted())")
    }
  }

  @Test func `every folder of sources is a module`() throws {
    let folders = Set(try Manifest.read().modules.map(\.folder))
    let found = try Project.folders(below: "Sources/Host").map { "Sources/Host/\($0)" }
    #expect(Set(found + ["Sources/AdapterProtocol"]) == folders)
    #expect(try Project.folders(below: "Sources") == ["AdapterProtocol", "Host"])
  }

  @Test func `statistics are numbers only, without Foundation`() throws {
    for module in try Manifest.read().modules where ["Statistics", "SeededRandom"].contains(module.name) {
      for file in Project.files(below: module.folder, endings: ["swift"]) {
        #expect(try !imports(of: file).contains("Foundation"), "\(file.lastPathComponent)")
      }
    }
  }

  @Test(arguments: [
    "import LoadEngine", "package import LoadEngine", "@testable import LoadEngine",
    "@_exported import enum LoadEngine.X", "import enum LoadEngine.X", "public @_exported import LoadEngine",
    "@_spi(Some) @preconcurrency internal import protocol LoadEngine.X", "@_exported\n  import\n  LoadEngine",
    "import Foundation; import LoadEngine", "import `LoadEngine`", "/* so */ import LoadEngine // or so",
    "let a = \"\\(b[\"c\"])\"\nimport func LoadEngine.x", "#if os(Linux)\n  import LoadEngine.Sub\n#endif",
    "let glob = \"/*\"\nimport LoadEngine\nlet end = \"*/\"",
  ])
  func `every form of an import is seen`(text: String) {
    #expect(imports(of: text).contains("LoadEngine"))
  }

  @Test(arguments: [
    "// import LoadEngine", "/*\nimport LoadEngine\n*/", "let a = \"import LoadEngine\"",
    "let a = \"\"\"\n  import LoadEngine\n  \"\"\"", "let a = #\"\"\"\n  \"import LoadEngine\n  \"\"\"#",
    "let a = #\"an \"import LoadEngine\" there\"#", "let important = LoadEngine", "#if canImport(LoadEngine)",
  ])
  func `what only looks like an import is none`(text: String) {
    #expect(imports(of: text) == [])
  }

  @Test func `no source file is longer than 400 lines`() throws {
    let files = ["Sources", "Tests", "adapters"].flatMap {
      Project.files(below: $0, endings: ["swift", "c", "h", "py", "js", "rb", "rs", "java"])
    }
    #expect(files.count > 50)
    for file in files {
      let lines = try String(contentsOf: file, encoding: .utf8).split(
        separator: "\n", omittingEmptySubsequences: false
      ).count
      #expect(lines <= 401, "\(file.path) has \(lines) lines")
    }
  }
}
