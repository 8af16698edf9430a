package import Record
import Statistics

extension RunRecord {
  /// The share of the processors' time that a hypervisor took in a block, the mean over its trials; nil when none tells. By this, and never
  /// by a result, blocks may be chosen that are measured again.
  package func stealShare(ofBlock block: Int) -> Double? {
    mean(trials.filter { $0.block == block }.compactMap { $0.system?.stealShare })
  }
}
