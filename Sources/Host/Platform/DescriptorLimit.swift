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
