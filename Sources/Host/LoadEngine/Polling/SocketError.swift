import Glibc

/// What went wrong on a socket while nobody looked.
enum SocketError {
  /// The pending errno value, 0 for none; asking clears it.
  static func pending(on socket: Int32) -> Int32 {
    var code: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    return getsockopt(socket, SOL_SOCKET, SO_ERROR, &code, &size) == 0 ? code : errno
  }
}
