import Foundation
import Glibc
import Platform

/// The limit on open files.
enum DescriptorLimit {
  /// Makes room for `count` more descriptors: raises the soft limit up to the hard one, which only root can raise.
  static func makeRoom(for count: Int) throws(LoadError) {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      throw .system(SystemError("read the limit of open files"))
    }
    let needed = openCount() + count
    guard limit.rlim_cur < rlim_t(needed) else { return }
    guard limit.rlim_max >= rlim_t(needed) else {
      throw .tooFewDescriptors(needed: needed, hardLimit: Int(limit.rlim_max))
    }
    limit.rlim_cur = rlim_t(needed)
    guard setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      throw .system(SystemError("raise the limit of open files to \(needed)"))
    }
  }

  /// Open descriptors, with some to spare for what opens meanwhile.
  private static func openCount() -> Int {
    ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd"))?.count ?? 0) + 64
  }
}
