import Dispatch
import Synchronization

/// Loads that share a generator and take turns: each drives a slice of its window, and rests while the others do.
///
/// The first turn begins when everybody is there. Whoever leaves is passed over, and who never came with it.
package final class Rota: Sendable {
  /// A load's place.
  package struct Seat: Sendable {
    fileprivate let rota: Rota
    fileprivate let index: Int

    /// How many turns it has.
    package var turns: Int { rota.order.count { $0 == index } }

    /// How many loads take turns, all of which have their connections open.
    var loads: Int { rota.calls.count }

    /// Waits for its next turn; there must be one.
    func take() { rota.take(index) }

    /// Ends its turn.
    func pass() { rota.pass() }

    /// Gives up what turns it has left; again is harmless.
    package func leave() { rota.leave(index) }
  }

  private struct State {
    /// How many turns have begun.
    var begun = 0
    var missing: Set<Int>
    var gone: Set<Int> = []
  }

  private let order: [Int]
  private let calls: [DispatchSemaphore]
  private let state: Mutex<State>

  /// The turns of seats, which are numbered from 0, in this order.
  package init(order: [Int]) {
    self.order = order
    let seats = (order.max() ?? -1) + 1
    calls = (0..<seats).map { _ in DispatchSemaphore(value: 0) }
    state = Mutex(State(missing: Set(0..<seats)))
  }

  /// The seats, in the order of their numbers.
  package var seats: [Seat] { calls.indices.map { Seat(rota: self, index: $0) } }

  private func take(_ seat: Int) {
    state.withLock { state in
      if state.missing.remove(seat) != nil, state.missing.isEmpty { advance(&state) }
    }
    calls[seat].wait()
  }

  private func pass() { state.withLock { advance(&$0) } }

  private func leave(_ seat: Int) {
    state.withLock { state in
      guard state.gone.insert(seat).inserted else { return }
      let wasLast = state.missing.remove(seat) != nil && state.missing.isEmpty
      let isItsTurn = state.begun > 0 && state.begun <= order.count && order[state.begun - 1] == seat
      if wasLast || isItsTurn { advance(&state) }
    }
  }

  /// Calls whose turn is next.
  private func advance(_ state: inout State) {
    while state.begun < order.count {
      let seat = order[state.begun]
      state.begun += 1
      if !state.gone.contains(seat) {
        calls[seat].signal()
        return
      }
    }
    state.begun = order.count + 1
  }
}
