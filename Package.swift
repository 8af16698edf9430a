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
func module(_ name: String, _ dependencies: [String] = [], exclude: [String] = []) -> Target {
  .target(
    name: name, dependencies: dependencies.map { .init(stringLiteral: $0) },
    path: "Sources/Host/\(name)", exclude: exclude, swiftSettings: strict)
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
    // Level 1
    .target(
      name: "AdapterProtocol", dependencies: ["SeededRandom"], exclude: ["Specification"],
      swiftSettings: strict),
    module("Statistics", ["SeededRandom"]),
    module("Platform", ["CLinux"]),
    // Level 2
    module("LoadEngine", ["Platform", "SeededRandom", "Statistics", "CLinux", "CCurl", "COpenSSL"]),
    module("Results", ["AdapterProtocol", "Statistics", "COpenSSL"], exclude: ["Schema"]),
    // Level 3
    module(
      "Orchestration",
      ["AdapterProtocol", "LoadEngine", "Platform", "Results", "SeededRandom", "Statistics", "CCurl"]),
    module("Reporting", ["Results", "Statistics"]),
    // Level 4 and 5
    module("Commands", ["Orchestration", "Reporting", "Results", "AdapterProtocol", "Platform"]),
    .executableTarget(
      name: "Host", dependencies: ["Commands"], path: "Sources/Host/Main", swiftSettings: strict),

    .target(
      name: "TestSupport", dependencies: ["AdapterProtocol", "Platform", "Results", "Statistics"],
      path: "Tests/Support",
      swiftSettings: strict),
    tests(of: "SeededRandom", ["SeededRandom"]),
    tests(of: "AdapterProtocol", ["AdapterProtocol", "SeededRandom", "TestSupport"]),
    tests(of: "Statistics", ["Statistics", "SeededRandom", "TestSupport"]),
    tests(of: "Platform", ["Platform", "TestSupport"]),
    tests(of: "LoadEngine", ["LoadEngine", "Platform", "SeededRandom", "Statistics", "TestSupport"]),
    tests(of: "Results", ["Results", "AdapterProtocol", "SeededRandom", "Statistics", "TestSupport"]),
    tests(
      of: "Orchestration",
      ["Orchestration", "AdapterProtocol", "LoadEngine", "Platform", "Results", "Statistics", "TestSupport"]),
    tests(of: "Reporting", ["Reporting", "Results", "Statistics", "TestSupport"]),
    tests(of: "Commands", ["Commands", "AdapterProtocol", "Reporting", "Results", "TestSupport"]),
    tests(of: "Architecture", []),
    tests(
      of: "Integration",
      ["Host", "AdapterProtocol", "Orchestration", "Platform", "Results", "Statistics", "TestSupport"]),
  ]
)
