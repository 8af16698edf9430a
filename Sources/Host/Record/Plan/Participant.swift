/// Who is measured: an app, or the twin of one, which is the same app measured a second time.
package struct Participant: Codable, Hashable, Sendable, Identifiable {
  /// What is started for it.
  package enum App: Codable, Hashable, Sendable {
    /// A framework of an adapter.
    case framework(adapter: String, name: String)
    /// A command of the user's, as it was typed.
    case command(line: String)
    /// A server of the user's that runs already.
    case server(url: String)
  }

  /// Unique in a plan, the key of every record, and what people read: `python/fastapi`, `python/fastapi (twin)`.
  package let id: Key<Participant>
  /// What is started.
  package let app: App
  /// The participant that it is the twin of; nil: it is none.
  package let twinOf: Key<Participant>?

  /// The framework `framework` of the adapter `adapter`.
  package init(adapter: String, framework: String) {
    id = Key("\(adapter)/\(framework)")
    app = .framework(adapter: adapter, name: framework)
    twinOf = nil
  }

  /// What the user calls `name`.
  package init(named name: String, _ app: App) {
    id = Key(name)
    self.app = app
    twinOf = nil
  }

  /// `original` once more.
  package init(twinOf original: Participant) {
    id = Key("\(original.id) (twin)")
    app = original.app
    twinOf = original.id
  }

  /// Whose verification and failures are its own too: the original of a twin, otherwise itself.
  package var original: Key<Participant> { twinOf ?? id }

  /// Whether its app is to serve the whole contract, and not only what it likes.
  package var servesContract: Bool {
    if case .framework = app { true } else { false }
  }

  /// The folder of its files within a run's, e.g. `python-fastapi`, `app-mine`.
  package var folder: String {
    let name =
      switch app {
      case .framework(let adapter, let name): "\(adapter)-\(name)"
      case .command, .server: "app-\(original)"
      }
    return name + (twinOf == nil ? "" : "-twin")
  }
}
