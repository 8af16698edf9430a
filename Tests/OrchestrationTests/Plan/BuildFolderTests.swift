import Foundation
import Testing

@testable import Orchestration

@Suite struct BuildFolderTests {
  private let cache = FileManager.default.temporaryDirectory.appending(path: "cache-\(UUID())")
  private let checkout = URL(filePath: "/checkout/adapters/x")

  private func folder(_ environment: [String: String], isWritable: Bool = false) -> BuildFolder {
    BuildFolder(of: "x", in: checkout, environment: environment) { place in
      place == checkout ? isWritable : FileManager.default.isWritableFile(atPath: place.path)
    }
  }

  @Test func `an adapter builds in its own folder if that can be written`() {
    let own = folder(["HOME": cache.path], isWritable: true)
    #expect(own.environment == [:] && own.problem == nil)
    #expect(!FileManager.default.fileExists(atPath: cache.path))
  }

  @Test(arguments: [("HARNESS_CACHE_DIR", ""), ("XDG_CACHE_HOME", "harness/"), ("HOME", ".cache/harness/")])
  func `what a read-only checkout builds goes to the cache, each checkout's apart`(
    variable: String, path: String
  ) throws {
    defer { try? FileManager.default.removeItem(at: cache) }
    let place = try #require(folder([variable: cache.path]).environment["HARNESS_BUILD_DIR"])
    #expect(place.hasPrefix("\(cache.path)/\(path)x-") && FileManager.default.fileExists(atPath: place))
    let other = BuildFolder(of: "x", in: URL(filePath: "/other/x"), environment: [variable: cache.path]) {
      !$0.path.hasPrefix("/other")
    }
    #expect(other.place.map(\.path) != place)
  }

  @Test func `what was installed is left as it is, whoever may write there`() throws {
    let installed = cache.appending(path: "share/harness/adapters")
    try FileManager.default.createDirectory(at: installed, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: cache) }
    func place() -> URL? {
      BuildFolder(of: "x", in: installed.appending(path: "x"), environment: ["HOME": cache.path]) { _ in true
      }.place
    }
    #expect(place() == nil)
    try Data().write(to: installed.appending(path: ".installed"))
    #expect(place()?.path.hasPrefix("\(cache.path)/.cache/harness/x-") == true)
  }

  @Test func `the cache is used whenever it is given`() {
    defer { try? FileManager.default.removeItem(at: cache) }
    #expect(folder(["HARNESS_CACHE_DIR": cache.path], isWritable: true).place != nil)
  }

  @Test(arguments: [[:], ["HOME": "/proc/nowhere"], ["HARNESS_CACHE_DIR": "/proc/nowhere"]])
  func `without a place that can be written the variable that helps is named`(environment: [String: String]) {
    let none = folder(environment)
    #expect(none.environment == [:] && none.problem?.contains("set HARNESS_CACHE_DIR") == true)
    #expect(none.problem?.contains(checkout.path) == true)
  }
}
