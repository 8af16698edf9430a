import Glibc

/// A colour of the sRGB space, its parts from 0 to 1.
struct Colour: Equatable, Sendable {
  let red: Double
  let green: Double
  let blue: Double

  /// The colour of six hexadecimal digits, e.g. 0x3458da.
  init(_ hex: Int) {
    let part = { (shift: Int) in Double(hex >> shift & 0xff) / 255 }
    (red, green, blue) = (part(16), part(8), part(0))
  }

  private init(red: Double, green: Double, blue: Double) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  /// As style sheets write it, e.g. `#3458da`.
  var hex: String {
    let digits = [red, green, blue].map { part -> String in
      let text = String(Int((min(1, max(0, part)) * 255).rounded()), radix: 16)
      return text.count == 1 ? "0" + text : text
    }
    return "#" + digits.joined()
  }

  /// Relative luminance, from 0 to 1 (WCAG 2.2).
  var luminance: Double { 0.2126 * linear.0 + 0.7152 * linear.1 + 0.0722 * linear.2 }

  /// How well it is seen on another one, from 1 to 21 (WCAG 2.2).
  func contrast(to other: Colour) -> Double {
    let (dark, light) = (min(luminance, other.luminance), max(luminance, other.luminance))
    return (light + 0.05) / (dark + 0.05)
  }

  /// The amounts of light.
  var linear: (Double, Double, Double) {
    func amount(_ part: Double) -> Double {
      part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
    }
    return (amount(red), amount(green), amount(blue))
  }

  /// The colour of amounts of light.
  init(linear: (Double, Double, Double)) {
    func part(_ amount: Double) -> Double {
      let amount = min(1, max(0, amount))
      return amount <= 0.0031308 ? amount * 12.92 : 1.055 * pow(amount, 1 / 2.4) - 0.055
    }
    self.init(red: part(linear.0), green: part(linear.1), blue: part(linear.2))
  }
}

extension Colour {
  /// The same hue and chroma, lighter by so much of the way from black to white, in the Oklab space (Ottosson 2020), where equal steps look
  /// equal.
  func lighter(by step: Double) -> Colour {
    let (lightness, a, b) = oklab
    return Colour(oklab: (min(0.95, max(0.2, lightness + step)), a, b))
  }

  /// Lightness and the two axes of colour in that space.
  var oklab: (Double, Double, Double) {
    let (r, g, b) = linear
    let l = cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    let m = cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    let s = cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    return (
      0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
      1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
      0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s
    )
  }

  private init(oklab: (Double, Double, Double)) {
    let (lightness, a, b) = oklab
    let l = pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3)
    let m = pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3)
    let s = pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3)
    self.init(
      linear: (
        4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
        -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
        -0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s
      ))
  }
}
