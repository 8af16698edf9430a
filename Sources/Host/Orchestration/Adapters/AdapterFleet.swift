import AdapterProtocol
package import Record

/// The adapters that a run uses, each started once; and the frameworks that names stand for.
package actor AdapterFleet {
  private let catalogue: AdapterCatalogue
  private var running: [String: AdapterProcess] = [:]

  /// A fleet of which nothing runs yet.
  package init(_ catalogue: AdapterCatalogue) { self.catalogue = catalogue }

  /// The running adapter of this name, started if need be.
  package func adapter(_ name: String) async throws -> AdapterProcess {
    if let adapter = running[name] { return adapter }
    guard let entry = catalogue.entries.first(where: { $0.manifest.name == name }) else {
      throw AdapterError.unknownFramework(
        name: name, known: catalogue.entries.map(\.manifest.name), nearest: [])
    }
    let adapter = try await catalogue.launch(entry)
    running[name] = adapter
    return adapter
  }

  /// The frameworks that a name stands for: `python` an adapter's default, `python/*` all of an adapter, `python/fastapi` or
  /// `fastapi` one framework. Throws when it stands for none, with the nearest names that do.
  package func frameworks(named name: String) async throws -> [Plan.Framework] {
    let parts = name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let names = catalogue.entries.map(\.manifest.name)
    if names.contains(parts[0]) {
      let known = try await adapter(parts[0]).description.frameworks
      let chosen =
        parts.count == 1 ? known.filter(\.isDefault) : known.filter { parts[1] == "*" || $0.name == parts[1] }
      if !chosen.isEmpty { return chosen.map { Plan.Framework(adapter: parts[0], framework: $0.name) } }
    }
    let all = await everyFramework()
    let chosen = parts.count == 1 ? all.filter { $0.framework == name } : []
    guard chosen.count == 1 else { throw unknown(name, names + all.map(\.framework) + all.map(\.name)) }
    return chosen
  }

  /// Every framework of every adapter that can be started.
  private func everyFramework() async -> [Plan.Framework] {
    var all: [Plan.Framework] = []
    for entry in catalogue.entries {
      guard let adapter = try? await adapter(entry.manifest.name) else { continue }
      all += adapter.description.frameworks.map {
        Plan.Framework(adapter: entry.manifest.name, framework: $0.name)
      }
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
