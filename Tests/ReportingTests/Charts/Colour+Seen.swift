import Glibc

@testable import Reporting

/// What tells whether colours are told apart, by whoever looks.
extension Colour {
  /// How far apart two colours look, in Oklab.
  func distance(to other: Colour) -> Double {
    let (first, second) = (oklab, other.oklab)
    return
      (pow(first.0 - second.0, 2) + pow(first.1 - second.1, 2) + pow(first.2 - second.2, 2)).squareRoot()
  }

  /// How it looks to who lacks one kind of cones; the matrices are those of Machado, Oliveira and Fernandes (2009) for a complete lack.
  func seen(by vision: Vision) -> Colour {
    let (r, g, b) = linear
    let rows = vision.rows.map { $0.0 * r + $0.1 * g + $0.2 * b }
    return Colour(linear: (rows[0], rows[1], rows[2]))
  }

  /// How people see.
  enum Vision: CaseIterable {
    case all, protanopia, deuteranopia, tritanopia

    fileprivate var rows: [(Double, Double, Double)] {
      switch self {
      case .all: [(1, 0, 0), (0, 1, 0), (0, 0, 1)]
      case .protanopia:
        [(0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)]
      case .deuteranopia:
        [(0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)]
      case .tritanopia:
        [(1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)]
      }
    }
  }
}
