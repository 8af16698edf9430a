import Glibc

/// The only owner of an open file descriptor; it is closed when the owner goes.
package struct FileDescriptor: ~Copyable, Sendable {
  /// The descriptor's number, valid as long as this value lives.
  package let number: Int32

  /// Becomes the owner of an open descriptor.
  package init(owning number: Int32) {
    precondition(number >= 0, "not an open descriptor")
    self.number = number
  }

  /// Gives the descriptor up without closing it.
  package consuming func release() -> Int32 {
    let number = number
    discard self
    return number
  }

  deinit { close(number) }
}
