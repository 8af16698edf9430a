import AdapterProtocol
package import Record
import Wording

/// The adapters that a run uses, each started once; and the frameworks that names stand for.
package actor AdapterFleet {
  private let catalogue: AdapterCatalogue
  private var running: [String: AdapterProcess] = [:]

  private let healthTimeout: Duration
  private let onNote: @Sendable (AdapterNote) -> Void

  /// A fleet of which nothing runs yet, whose apps must be healthy within `healthTimeout`; `onNote` is told what its adapters say beside
  /// their answers.
  package init(
    _ catalogue: AdapterCatalogue, healthTimeout: Duration = AdapterProcess.usualHealthTimeout,
    onNote: @escaping @Sendable (AdapterNote) -> Void
  ) {
    self.catalogue = catalogue
    self.healthTimeout = healthTimeout
    self.onNote = onNote
  }

  /// An app of an adapter, in a fresh process.
  func app(
    _ framework: String, of adapter: String, _ load: Plan.Load, profiled: Bool
  ) async throws -> AdapterApp {
    try await AdapterApp(
      framework, by: try await self.adapter(adapter), load, healthTimeout: healthTimeout, profiled: profiled)
  }

  /// The running adapter of this name, started if need be.
  package func adapter(_ name: String) async throws -> AdapterProcess {
    if let adapter = running[name] { return adapter }
    guard let entry = catalogue.entries.first(where: { $0.manifest.name == name }) else {
      throw AdapterError.unknownFramework(
        name: name, known: catalogue.entries.map(\.manifest.name), nearest: [])
    }
    let adapter = try await catalogue.launch(entry, onNote: onNote)
    running[name] = adapter
    return adapter
  }

  /// The frameworks that a name stands for: `python` an adapter's default, `python/*` all of an adapter, `python/fastapi` or
  /// `fastapi` one framework. Throws when it stands for none, with the nearest names that do.
  package func frameworks(named name: String) async throws -> [Participant] {
    let parts = name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let names = catalogue.entries.map(\.manifest.name)
    if names.contains(parts[0]) {
      let known = try await adapter(parts[0]).description.frameworks
      let chosen =
        parts.count == 1 ? known.filter(\.isDefault) : known.filter { parts[1] == "*" || $0.name == parts[1] }
      if !chosen.isEmpty { return chosen.map { Participant(adapter: parts[0], framework: $0.name) } }
    }
    let all = await everyFramework()
    let chosen = parts.count == 1 ? all.filter { $0.framework == name } : []
    guard chosen.count == 1 else {
      throw unknown(name, names + all.map(\.framework) + all.map { "\($0.adapter)/\($0.framework)" })
    }
    return chosen.map { Participant(adapter: $0.adapter, framework: $0.framework) }
  }

  /// Every framework of every adapter that can be started without a question.
  private func everyFramework() async -> [(adapter: String, framework: String)] {
    var all: [(adapter: String, framework: String)] = []
    for name in catalogue.entries.filter(catalogue.trust.trusts).map(\.manifest.name) {
      guard let adapter = try? await adapter(name) else { continue }
      all += adapter.description.frameworks.map { (name, $0.name) }
    }
    return all
  }

  private func unknown(_ name: String, _ known: [String]) -> AdapterError {
    .unknownFramework(name: name, known: known.sorted(), nearest: NearestNames.to(name, in: known))
  }

  /// Ends every adapter, and with them every app.
  package func shutDown() async {
    let adapters = running.values
    running = [:]
    await withTaskGroup { group in
      for adapter in adapters { group.addTask { await adapter.shutDown() } }
    }
  }
}
