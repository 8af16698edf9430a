/// An interactive flame graph (Gregg, "The Flame Graph", CACM 2016) as one SVG file without anything from outside: a click zooms, a search
/// marks frames and says how many samples have them, and the address remembers both.
package enum FlameGraph {
  private static let width = 1200
  private static let rowHeight = 18
  private static let margin = 10
  private static let headHeight = 66
  /// Frames of less than this share would be a hundredth of a pixel wide.
  private static let smallestShare = 1e-5

  /// The graph of `stacks`; `unit` says what was counted, e.g. "samples".
  package static func svg(_ stacks: FoldedStacks, title: String, unit: String = "samples") -> String {
    let layout = FlameGraphLayout(stacks, smallest: max(1, Int(Double(stacks.total) * smallestShare)))
    let height = headHeight + layout.levels * rowHeight + margin
    let frames = layout.frames.map { text($0, of: layout, height: height, unit: unit) }
    return """
      <?xml version="1.0" encoding="UTF-8" standalone="no"?>
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="100%" data-total="\(layout.total)" \
      data-margin="\(margin)">
      <title>\(escaped(title))</title>
      <style>
      text { font: 12px ui-monospace, monospace; fill: #222; pointer-events: none; }
      #title { font-size: 16px; font-weight: bold; }
      .frame { cursor: pointer; } .frame:hover rect { stroke: #222; }
      .button { cursor: pointer; pointer-events: all; text-decoration: underline; }
      .outer rect { opacity: .55; } .hidden { display: none; } .found rect { fill: #c4f; }
      @media (prefers-color-scheme: dark) { #paper { fill: #1d1d1f; } #title, #detail, .button { fill: #eee; } }
      </style>
      <rect id="paper" width="\(width)" height="\(height)" fill="#fff"/>
      <text id="title" x="\(margin)" y="24">\(escaped(title))</text>
      <text id="detail" x="\(margin)" y="50">\(escaped("\(Figures.count(layout.total)) \(unit)"))</text>
      <text id="reset" class="button hidden" x="\(width - 190)" y="24">reset zoom</text>
      <text id="search" class="button" x="\(width - 80)" y="24">search</text>
      \(frames.joined(separator: "\n"))
      <script><![CDATA[\(FlameGraphScript.text)]]></script>
      </svg>

      """
  }

  private static func text(
    _ frame: FlameGraphLayout.Frame, of layout: FlameGraphLayout, height: Int, unit: String
  ) -> String {
    let scale = Double(width - 2 * margin) / Double(max(1, layout.total))
    let (x, wide) = (Double(margin) + Double(frame.start) * scale, Double(frame.count) * scale)
    let y = height - margin - (frame.depth + 1) * rowHeight
    let share = 100 * Double(frame.count) / Double(max(1, layout.total))
    let detail = "\(frame.name) (\(Figures.count(frame.count)) \(unit), \(Figures.short(share)) %)"
    return """
      <g class="frame" data-start="\(frame.start)" data-count="\(frame.count)" data-depth="\(frame.depth)">\
      <title>\(escaped(detail))</title>\
      <rect x="\(Figures.fixed(x, 2))" y="\(y)" width="\(Figures.fixed(wide, 2))" height="\(rowHeight - 1)" rx="2" \
      fill="\(colour(frame.name))"/>\
      <text x="\(Figures.fixed(x + 3, 2))" y="\(y + 13)"></text></g>
      """
  }

  /// A warm colour that depends on the name only, so that two graphs can be compared.
  private static func colour(_ name: String) -> String {
    let hash = name.utf8.reduce(into: UInt32(2_166_136_261)) { $0 = ($0 ^ UInt32($1)) &* 16_777_619 }
    return "hsl(\(15 + hash % 40) \(70 + hash >> 8 % 25)% \(62 + hash >> 16 % 12)%)"
  }

  /// XML text; what XML cannot hold (control characters) becomes U+FFFD.
  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t": result += " "
      case _ where scalar.value < 32 || scalar.value == 0xfffe || scalar.value == 0xffff: result += "\u{fffd}"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }
}
