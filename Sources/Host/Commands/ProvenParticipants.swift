import Foundation
import Record

/// The participants that stored runs have measured, as their cells tell.
enum ProvenParticipants {
  /// Of a cell's file only what tells whether it was measured.
  private struct StoredCell: Decodable {
    struct Figure: Decodable {}

    let participant: Key<Participant>
    let figures: [String: Figure]
  }

  /// Those with a figure in any run below one of the `stores`; files that cannot be read prove nothing.
  static func of(_ stores: [URL]) -> Set<Key<Participant>> {
    let runs = stores.flatMap { (try? RunStore($0).folders()) ?? [] }
    return Set(runs.flatMap(children).compactMap(measured))
  }

  /// The participant whose cells are in `folder`, if one has a figure.
  private static func measured(in folder: URL) -> Key<Participant>? {
    children(folder).lazy.filter { $0.pathExtension == "json" }
      .compactMap { try? JSONDecoder().decode(StoredCell.self, from: Data(contentsOf: $0)) }
      .first { !$0.figures.isEmpty }?.participant
  }

  private static func children(_ folder: URL) -> [URL] {
    (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
  }
}
