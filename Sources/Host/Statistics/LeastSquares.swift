/// The slope of the straight line with the least squared distance to the points in y (Gauss 1809): by how much y grows with x;
/// nil where x does not vary.
package func leastSquaresSlope(_ points: [(x: Double, y: Double)]) -> Double? {
  let count = Double(points.count)
  let x = points.reduce(0) { $0 + $1.x } / count
  let y = points.reduce(0) { $0 + $1.y } / count
  let squares = points.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
  guard squares > 0 else { return nil }
  return points.reduce(0) { $0 + ($1.x - x) * ($1.y - y) } / squares
}
