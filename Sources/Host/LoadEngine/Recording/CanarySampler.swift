/// Chooses which requests of a worker are canaries and keeps their answers.
///
/// A candidate is every `stride`-th request. To reach over the whole window, each canary also uses up time: its share
/// of the window by count, and by bytes when its answer took more than its share of those.
struct CanarySampler {
  private(set) var kept: [CapturedAnswer] = []
  private let stride: Int
  private let maximumBytes: Int
  private let window: Double
  private var untilCandidate = 1
  private var countLeft: Int
  private var bytesLeft: Int
  private var due: UInt64 = 0

  init(_ plan: CanaryPlan, variants: Int, windowNanoseconds: UInt64) {
    stride = Self.coprime(atLeast: plan.stride, with: variants)
    maximumBytes = plan.maximumBytes
    window = Double(windowNanoseconds)
    countLeft = plan.maximumCount
    bytesLeft = plan.maximumBytes
    interval = countLeft > 0 ? UInt64(window / Double(countLeft)) : 0
  }

  private let interval: UInt64

  /// Whether the request that starts now is a canary; asked once per request.
  mutating func choosesRequest(at now: UInt64) -> Bool {
    untilCandidate &-= 1
    guard untilCandidate == 0 else { return false }
    untilCandidate = stride
    guard countLeft > 0, now >= due else { return false }
    countLeft -= 1
    due = (due == 0 ? now : due) + interval
    return true
  }

  /// Leaves out time in which nothing was sent.
  mutating func rest(_ nanoseconds: UInt64) { if due > 0 { due += nanoseconds } }

  /// Keeps a canary's answer if there is room left for it.
  mutating func keep(_ answer: CapturedAnswer) {
    let bytes = answer.head.count + answer.body.count
    guard bytes <= bytesLeft else { return }
    bytesLeft -= bytes
    let share = UInt64(window * Double(bytes) / Double(maximumBytes))
    if share > interval { due += share - interval }
    kept.append(answer)
  }

  private static func coprime(atLeast stride: Int, with count: Int) -> Int {
    func divisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : divisor(b, a % b) }
    var stride = stride
    while divisor(stride, count) != 1 { stride += 1 }
    return stride
  }
}
