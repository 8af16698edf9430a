import Platform

/// What the kernel allows: without it a run goes on, with less in it.
extension Doctor {
  /// Where runtime agents count.
  static func pages(isWritable: Bool) -> Finding {
    isWritable
      ? Finding("pages of agents", .ok, "/dev/shm")
      : Finding(
        "pages of agents", .doubtful,
        "/dev/shm cannot be written: agents count in files of the temporary folder, which may reach a disk; mount a tmpfs there"
      )
  }

  /// How the load engine waits.
  static func ring(_ problem: SystemError?) -> Finding {
    problem.map {
      Finding(
        "io_uring", .doubtful,
        "epoll takes its place (\($0)); sysctl kernel.io_uring_disabled=0, or a container that allows it")
    } ?? Finding("io_uring", .ok, "allowed")
  }

  /// Whether py-spy may read an app's memory; `scope` is Yama's, nil without Yama.
  static func tracing(scope: String?, isRoot: Bool) -> Finding {
    let check = "profiles by py-spy"
    return switch (scope ?? "0", isRoot) {
    case ("0", _), ("1", true), ("2", true): Finding(check, .ok, "ptrace_scope \(scope ?? "unrestricted")")
    case ("3", _):
      Finding(check, .doubtful, "ptrace_scope 3 allows nobody to read an app's memory until the next boot")
    default:
      Finding(
        check, .doubtful,
        "ptrace_scope \(scope ?? "") lets only root read an app's memory; sysctl kernel.yama.ptrace_scope=0")
    }
  }

  /// Whether perf may sample an app; `paranoia` is nil where the kernel has no events.
  static func sampling(paranoia: String?, isRoot: Bool) -> Finding {
    let check = "profiles by perf"
    guard let paranoia else {
      return Finding(check, .doubtful, "the kernel has no perf events, or hides them from this container")
    }
    return isRoot || Int(paranoia) ?? .max <= 2
      ? Finding(check, .ok, "perf_event_paranoid \(paranoia)")
      : Finding(
        check, .doubtful,
        "perf_event_paranoid \(paranoia) lets only root sample; sysctl kernel.perf_event_paranoid=2")
  }
}
