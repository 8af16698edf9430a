import CLinux
import Glibc

/// Memory of this process.
package enum OwnMemory {
  /// What is resident once everything that is free has been given back to the system, in bytes; 0 where the kernel does not tell.
  package static func inUse() -> Int {
    clinux_give_back_memory()
    let pages = ProcFile.numbers("/proc/self/statm")
    return pages.count > 1 ? pages[1] * sysconf(Int32(_SC_PAGESIZE)) : 0
  }
}
