/// JSON pointers (RFC 6901) that a text is read once for.
///
/// It is plain memory, so that reading counts no references.
struct PointerTree: ~Copyable {
  /// How many pointers there can be, and how many tokens one can have.
  static let (mostPointers, mostTokens) = (32, 8)

  /// What is reached by one more token of a pointer; the first one is the whole text.
  struct Node {
    /// The token, decoded, as bytes of UTF-8.
    let key: UnsafePointer<UInt8>
    let keyCount: Int
    /// The token as the index of an array; -1: it is none.
    let index: Int
    /// Which pointer ends here; -1: none does.
    let pointer: Int
    /// Where its children are, one beside the other.
    let children: Range<Int>
  }

  /// How many pointers there are.
  let count: Int
  let nodes: UnsafePointer<Node>
  private let nodeCount: Int
  private let keys: UnsafePointer<UInt8>

  /// A tree of different pointers, each by its decoded tokens.
  init(_ pointers: [[String]]) {
    precondition(
      Set(pointers).count == pointers.count && pointers.count <= Self.mostPointers
        && pointers.allSatisfy { $0.count <= Self.mostTokens }, "pointers are few, short and different")
    count = pointers.count
    var groups: [(path: [String], key: String, children: Range<Int>)] = [([], "", 0..<0)]
    var next = 0
    while next < groups.count {
      let path = groups[next].path
      let longer = pointers.filter { $0.count > path.count && $0.starts(with: path) }.map { $0[path.count] }
      let tokens = Set(longer).sorted()
      groups[next].children = groups.count..<groups.count + tokens.count
      groups += tokens.map { (path + [$0], $0, 0..<0) }
      next += 1
    }
    let texts = groups.map { Array($0.key.utf8) }
    let keys = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, texts.reduce(0) { $0 + $1.count }))
    let nodes = UnsafeMutablePointer<Node>.allocate(capacity: groups.count)
    var offset = 0
    for (index, group) in groups.enumerated() {
      (keys + offset).initialize(from: texts[index], count: texts[index].count)
      (nodes + index).initialize(
        to: Node(
          key: UnsafePointer(keys + offset), keyCount: texts[index].count, index: Self.index(group.key),
          pointer: pointers.firstIndex(of: group.path) ?? -1, children: group.children))
      offset += texts[index].count
    }
    nodeCount = groups.count
    self.keys = UnsafePointer(keys)
    self.nodes = UnsafePointer(nodes)
  }

  deinit {
    nodes.deallocate()
    keys.deallocate()
  }

  /// A token as the index of an array: digits without a leading zero.
  private static func index(_ token: String) -> Int {
    guard let index = Int(token), "\(index)" == token, index >= 0 else { return -1 }
    return index
  }
}
