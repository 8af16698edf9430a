/// Where the frames of a flame graph are: a frame is as wide as the samples that have it at its place.
struct FlameGraphLayout {
  struct Frame: Equatable {
    let name: String
    /// 0 for what stands for all samples.
    let depth: Int
    /// Samples to the left of it.
    let start: Int
    /// Samples that have it.
    let count: Int
  }

  /// Outer frames before inner ones, left before right.
  private(set) var frames: [Frame] = []
  /// The number of levels.
  private(set) var levels = 1
  let total: Int

  /// Lays stacks out in alphabetical order, so that equal frames are neighbours; frames of fewer than `smallest` samples are left out.
  init(_ stacks: FoldedStacks, smallest: Int) {
    total = stacks.total
    frames = [Frame(name: "all", depth: 0, start: 0, count: total)]
    let ordered = stacks.counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    /// The frames of the last stack that are still open, with their places among `frames`.
    var open: [(name: String, start: Int, slot: Int)] = []
    var position = 0
    var closed: [(slot: Int, count: Int)] = []
    func close(to depth: Int) {
      while open.count > depth {
        let frame = open.removeLast()
        closed.append((frame.slot, position - frame.start))
      }
    }
    for (stack, count) in ordered {
      let common = zip(open, stack).prefix { $0.0.name == $0.1 }.count
      close(to: common)
      for name in stack[common...] {
        open.append((name, position, frames.count))
        frames.append(Frame(name: name, depth: open.count, start: position, count: 0))
      }
      position += count
    }
    close(to: 0)
    for (slot, count) in closed {
      let frame = frames[slot]
      frames[slot] = Frame(name: frame.name, depth: frame.depth, start: frame.start, count: count)
    }
    frames.removeAll { $0.count < smallest }
    levels = 1 + (frames.map(\.depth).max() ?? 0)
  }
}
