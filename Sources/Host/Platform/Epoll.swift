public import CLinux
import Glibc

/// An epoll instance with its event buffer; for one thread.
public struct Epoll: ~Copyable {
  /// Bits of epoll_ctl(2)'s event mask.
  @frozen public struct Readiness: OptionSet, Sendable {
    /// The kernel's bits.
    public let rawValue: UInt32

    /// Readiness of the kernel's bits.
    @inlinable public init(rawValue: UInt32) {
      self.rawValue = rawValue
    }

    /// Data or an end of stream can be read.
    @inlinable public static var input: Readiness { Readiness(rawValue: 0x001) }
    /// There is room to write, or a connection attempt has ended.
    @inlinable public static var output: Readiness { Readiness(rawValue: 0x004) }
    /// An error is pending; always reported.
    @inlinable public static var error: Readiness { Readiness(rawValue: 0x008) }
    /// Both directions are shut; always reported.
    @inlinable public static var hangUp: Readiness { Readiness(rawValue: 0x010) }
    /// The peer will send no more.
    @inlinable public static var peerClosed: Readiness { Readiness(rawValue: 0x2000) }
    /// Report changes, not levels.
    @inlinable public static var edgeTriggered: Readiness { Readiness(rawValue: 0x8000_0000) }
  }

  private let descriptor: FileDescriptor
  @usableFromInline let events: UnsafeMutablePointer<epoll_event>
  private let capacity: Int32

  /// An instance that reports at most `capacity` events per wait.
  package init(capacity: Int) throws(SystemError) {
    let number = epoll_create1(Int32(EPOLL_CLOEXEC))
    guard number >= 0 else { throw SystemError("create an epoll instance") }
    descriptor = FileDescriptor(owning: number)
    events = .allocate(capacity: capacity)
    self.capacity = Int32(capacity)
  }

  deinit { events.deallocate() }

  /// Watches a descriptor until it is closed; its events carry `token`. Watched again, it is reported again if it is ready, also where
  /// only changes are.
  package func watch(_ descriptor: Int32, for readiness: Readiness, token: UInt64) throws(SystemError) {
    guard clinux_epoll_add(self.descriptor.number, descriptor, readiness.rawValue, token) == 0 else {
      throw SystemError("watch descriptor \(descriptor)")
    }
  }

  /// Waits for events, `nanoseconds` at the longest, and returns how many there are; 0 also after a signal.
  package func wait(nanoseconds: UInt64) -> Int {
    let timeout = Int64(clamping: nanoseconds)
    let count = clinux_epoll_wait(descriptor.number, events, capacity, timeout)
    precondition(count >= 0 || errno == EINTR, "epoll_wait on a valid instance fails only by a signal")
    return max(0, Int(count))
  }

  /// The token of the last wait's event at `index`.
  @inlinable public func token(at index: Int) -> UInt64 {
    clinux_event_token(events, Int32(truncatingIfNeeded: index))
  }

  /// What the last wait's event at `index` reports.
  @inlinable public func readiness(at index: Int) -> Readiness {
    Readiness(rawValue: clinux_event_readiness(events, Int32(truncatingIfNeeded: index)))
  }
}
