/// Compares the decoded name of a member with the keys of a node's children, whole.
struct KeyMatch {
  /// The children whose keys begin like it, a bit for each.
  private var candidates: UInt64 = 0
  /// How much of it came, in bytes.
  private var count = 0

  /// A name begins; there are so many children, 32 at the most.
  init(among children: Int) { candidates = 1 << UInt64(children) - 1 }

  /// Whether no child's key begins like it.
  var isHopeless: Bool { candidates == 0 }

  /// Takes in the next bytes of the name.
  mutating func take(_ bytes: FewBytes, among children: UnsafePointer<PointerTree.Node>) {
    var bytes = bytes
    while let byte = bytes.next() {
      var rest = candidates
      while rest != 0 {
        let child = rest.trailingZeroBitCount
        rest &= rest - 1
        let node = children + child
        if count >= node.pointee.keyCount || node.pointee.key[count] != byte {
          candidates ^= 1 << UInt64(child)
        }
      }
      count += 1
    }
  }

  /// Which child's key the whole name is.
  func child(among children: UnsafePointer<PointerTree.Node>) -> Int? {
    var rest = candidates
    while rest != 0 {
      let child = rest.trailingZeroBitCount
      if children[child].keyCount == count { return child }
      rest &= rest - 1
    }
    return nil
  }
}
