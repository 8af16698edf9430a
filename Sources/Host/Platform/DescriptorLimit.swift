import CLinux
import Foundation
import Glibc
import Synchronization

/// The limit on open files, which everything in the process shares.
package enum DescriptorLimit {
  /// More descriptors than the hard limit allows, which only root can raise.
  package struct Shortage: Equatable, Sendable {
    /// The limit that would do.
    package let needed: Int
    /// The limit that there is.
    package let hardLimit: Int
  }

  /// The limits of this process, which what it starts begins with; nil when they cannot be read. No limit is the largest number.
  package static var current: (soft: Int, hard: Int)? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
    return (Int(clamping: limit.rlim_cur), Int(clamping: limit.rlim_max))
  }

  /// What a program needs beside its connections.
  private static let programsOwn = 256

  /// Sees that what process `pid` starts from now on has room for so many connections, raising its soft limit; what is missing if the hard
  /// one does not allow it. Nothing changes where the kernel does not let us.
  package static func makeRoom(forConnections count: Int, below pid: Int32) -> Shortage? {
    let needed = count + programsOwn
    var hard: UInt = 0
    guard clinux_raise_open_files(pid, UInt(needed), &hard) == 0, hard < UInt(needed) else { return nil }
    return Shortage(needed: needed, hardLimit: Int(clamping: hard))
  }

  /// Held while the limit is read and raised: whoever lowered what another has just raised would make its descriptors invalid.
  private static let changing = Mutex(())

  /// Makes room for `count` more descriptors by raising the soft limit; how many are missing if the hard one does not allow it.
  package static func makeRoom(for count: Int) throws(SystemError) -> Shortage? {
    try changing.withLock { _ throws(SystemError) in try raise(for: count) }
  }

  private static func raise(for count: Int) throws(SystemError) -> Shortage? {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      throw SystemError("read the limit of open files")
    }
    let needed = openCount() + count
    guard limit.rlim_cur < rlim_t(needed) else { return nil }
    guard limit.rlim_max >= rlim_t(needed) else {
      return Shortage(needed: needed, hardLimit: Int(limit.rlim_max))
    }
    limit.rlim_cur = rlim_t(needed)
    guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      throw SystemError("raise the limit of open files to \(needed)")
    }
    return nil
  }

  /// Open descriptors, with some to spare for what opens meanwhile.
  private static func openCount() -> Int {
    ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count ?? 0) + 64
  }
}
