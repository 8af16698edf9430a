// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A module of the host, in `Sources/Host/<name>`; `dependencies` are the only modules it may import.
func module(
  _ name: String, _ dependencies: [String] = [], exclude: [String] = [], resources: [Resource] = []
) -> Target {
  .target(
    name: name, dependencies: dependencies.map { .init(stringLiteral: $0) },
    path: "Sources/Host/\(name)", exclude: exclude, resources: resources, swiftSettings: strict)
}

func tests(of name: String, _ dependencies: [String], resources: [Resource] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: dependencies.map { .init(stringLiteral: $0) },
    path: "Tests/\(name)Tests", resources: resources, swiftSettings: strict)
}

let package = Package(
  name: "harness",
  products: [.executable(name: "harness", targets: ["Host"])],
  targets: [
    // Level 0: C and randomness
    .target(name: "CLinux", path: "Sources/Host/CLinux"),
    .systemLibrary(
      name: "CCurl", path: "Sources/Host/CCurl", pkgConfig: "libcurl",
      providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(
      name: "COpenSSL", path: "Sources/Host/COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]
    ),
    module("SeededRandom"),
    module("JSON"),
    module("HTTP"),
    module("Wording"),
    // Level 1
    .target(
      name: "AdapterProtocol", dependencies: ["JSON"], exclude: ["Specification"], swiftSettings: strict),
    module("Statistics", ["SeededRandom"]),
    module("Platform", ["CLinux"]),
    module("Record", ["Statistics"], exclude: ["Schema"]),
    module("Scenarios", ["HTTP", "JSON", "Wording"]),
    // Level 2
    module("Contract", ["HTTP", "JSON", "Scenarios", "SeededRandom"]),
    module("LoadEngine", ["HTTP", "Platform", "SeededRandom", "Statistics", "CLinux", "CCurl", "COpenSSL"]),
    module("Analysis", ["Record", "Statistics", "JSON"]),
    module("Evidence", ["Record", "Analysis", "Statistics", "JSON", "COpenSSL"]),
    // Level 3
    module(
      "Orchestration",
      [
        "AdapterProtocol", "Analysis", "Contract", "Evidence", "HTTP", "JSON", "LoadEngine", "Platform",
        "Record", "Scenarios",
        "SeededRandom", "Statistics", "Wording", "CCurl",
      ]),
    module(
      "Selftest",
      [
        "AdapterProtocol", "Analysis", "Contract", "HTTP", "LoadEngine", "Orchestration", "Platform",
        "Record",
        "SeededRandom", "Statistics",
      ]),
    module("AdapterCheck", ["AdapterProtocol", "Contract", "JSON", "Orchestration", "Platform", "Record"]),
    module(
      "Reporting", ["Analysis", "Record", "Statistics"],
      resources: ["page.css", "charts.js", "controls.js"].map { .embedInCode("Page/Assets/\($0)") }),
    // Level 4 and 5
    module(
      "Commands",
      [
        "AdapterCheck", "AdapterProtocol", "Analysis", "Contract", "Evidence", "JSON", "Orchestration",
        "Platform", "Record", "Reporting", "Scenarios", "Selftest", "Wording",
      ]),
    .executableTarget(
      name: "Host", dependencies: ["Commands"], path: "Sources/Host/Main", swiftSettings: strict),

    .executableTarget(
      name: "AnalysisBenchmark",
      dependencies: ["Analysis", "Record", "Reporting", "SeededRandom", "Statistics"],
      path: "Tests/Benchmarks/Analysis", swiftSettings: strict),
    .executableTarget(
      name: "RulesBenchmark", dependencies: ["Analysis", "Record", "SeededRandom"],
      path: "Tests/Benchmarks/Rules", swiftSettings: strict),
    .target(
      name: "TestSupport",
      dependencies: ["Analysis", "Platform", "Record", "Statistics"],
      path: "Tests/Support", swiftSettings: strict),
    tests(of: "SeededRandom", ["SeededRandom"]),
    tests(of: "HTTP", ["HTTP"]),
    tests(of: "JSON", ["JSON", "SeededRandom"]),
    tests(of: "AdapterProtocol", ["AdapterProtocol", "JSON", "SeededRandom", "TestSupport"]),
    tests(of: "Contract", ["Contract", "JSON", "SeededRandom", "TestSupport"]),
    tests(of: "Scenarios", ["Scenarios", "JSON", "TestSupport"]),
    tests(of: "Wording", ["Wording"]),
    tests(of: "Statistics", ["Statistics", "SeededRandom", "TestSupport"]),
    tests(of: "Platform", ["Platform", "TestSupport"]),
    tests(
      of: "LoadEngine",
      ["LoadEngine", "HTTP", "JSON", "Platform", "SeededRandom", "Statistics", "TestSupport"]),
    tests(of: "Record", ["Record", "Statistics", "TestSupport"]),
    tests(of: "Analysis", ["Analysis", "Evidence", "Record", "SeededRandom", "Statistics", "TestSupport"]),
    tests(of: "Evidence", ["Evidence", "Record", "Statistics", "TestSupport"]),
    tests(
      of: "Orchestration",
      [
        "Orchestration", "AdapterProtocol", "Contract", "Evidence", "HTTP", "LoadEngine", "Platform",
        "Record", "Scenarios", "Statistics", "TestSupport",
      ]),
    tests(of: "Selftest", ["Selftest", "LoadEngine", "Orchestration", "Platform", "Record", "Statistics"]),
    tests(of: "Reporting", ["Reporting", "Analysis", "Record", "Statistics", "TestSupport"]),
    tests(
      of: "Commands",
      [
        "Commands", "AdapterProtocol", "Analysis", "Contract", "Evidence", "JSON", "LoadEngine",
        "Orchestration", "Platform", "Record", "Reporting", "TestSupport",
      ]),
    tests(of: "AdapterCheck", ["AdapterCheck", "Evidence", "JSON", "Platform", "TestSupport"]),
    tests(of: "Architecture", ["TestSupport"]),
    tests(
      of: "Integration",
      [
        "Host", "AdapterProtocol", "Analysis", "Evidence", "JSON", "Orchestration", "Platform", "Record",
        "SeededRandom", "Statistics", "TestSupport",
      ]),
  ]
)
