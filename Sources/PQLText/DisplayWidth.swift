/// How many columns of a terminal a text fills.
///
/// `wcwidth` is not asked: it depends on the locale and sees scalars, while a terminal of today
/// draws an emoji made of seven scalars in two columns.
package enum DisplayWidth {
  /// The columns of one grapheme cluster; 0 for control characters and lone combining marks.
  package static func columns(of character: Character) -> Int {
    if let byte = character.asciiValue { return byte >= 0x20 && byte != 0x7F ? 1 : 0 }
    return columns(ofCluster: character.unicodeScalars)
  }

  /// The columns of a text, with no regard to control characters.
  package static func columns(of text: some StringProtocol) -> Int {
    if let count = asciiCount(text) ?? plainCount(text) { return count }
    return text.reduce(0) { $0 + columns(of: $1) }
  }

  /// The columns of a text whose scalars are each a cluster of their own; nil when one may not be.
  ///
  /// To part a text into clusters takes some thirty times as long.
  private static func plainCount(_ text: some StringProtocol) -> Int? {
    var count = 0
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x20..<0x7F, 0xA0..<0x300, 0x370..<0x483, 0x48A..<0x530, 0x1E00..<0x1F00,
        0x2010..<0x2028,
        0x2030..<0x203C, 0x20A0..<0x20C0:
        count += 1
      case 0x3001..<0x302A, 0x3041..<0x3097, 0x30A1..<0x3100, 0x4E00..<0xA000, 0xAC00..<0xD7A4:
        count += 2
      default: return nil
      }
    }
    return count
  }

  private static func asciiCount(_ text: some StringProtocol) -> Int? {
    var count = 0
    for byte in text.utf8 {
      if byte >= 0x80 || byte < 0x20 || byte == 0x7F { return nil }
      count += 1
    }
    return count
  }

  /// Sums the scalars up to two columns, except for the clusters that become one picture.
  private static func columns(ofCluster scalars: Character.UnicodeScalarView) -> Int {
    var sum = 0
    var first: Unicode.Scalar?
    for scalar in scalars {
      guard let lead = first else {
        first = scalar
        sum = columns(of: scalar)
        continue
      }
      if joinsPicture(scalar, to: lead) { return 2 }
      sum += columns(of: scalar)
    }
    return min(sum, 2)
  }

  /// Whether a scalar after `lead` makes the cluster a picture two columns wide.
  private static func joinsPicture(_ scalar: Unicode.Scalar, to lead: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xFE0F: lead.properties.isEmoji  // VS16 asks for the coloured form
    case 0x200D: lead.properties.isEmoji && lead.value > 0xFF
    case 0x1F3FB...0x1F3FF: lead.properties.isEmojiModifierBase
    case _ where isFlagLetter(scalar): isFlagLetter(lead)
    default: false
    }
  }

  /// Whether a scalar is a letter of which two are a flag.
  private static func isFlagLetter(_ scalar: Unicode.Scalar) -> Bool {
    (0x1F1E6...0x1F1FF).contains(scalar.value)
  }

  /// The columns of one scalar by itself.
  static func columns(of scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 {
      return scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) ? 1 : 0
    }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator:
      return 0
    default: break
    }
    // Vowels and finals of Hangul join the syllable before them.
    if (0x1160...0x11FF).contains(scalar.value) { return 0 }
    if isFlagLetter(scalar) { return 1 }
    return scalar.properties.isEmojiPresentation || isWide(scalar.value) ? 2 : 1
  }

  private static func isWide(_ value: UInt32) -> Bool {
    guard value >= wide[0].lowerBound else { return false }
    var low = 0
    var high = wide.count
    while low < high {
      let middle = (low + high) / 2
      if wide[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < wide.count && wide[low].contains(value)
  }

  /// The scalars of East Asian width W or F, ascending.
  ///
  /// Source: Unicode 17.0, EastAsianWidth.txt, neighbours joined.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0...0x23F0,
    0x23F3...0x23F3, 0x25FD...0x25FE, 0x2614...0x2615, 0x2630...0x2637, 0x2648...0x2653,
    0x267F...0x267F, 0x268A...0x268F, 0x2693...0x2693, 0x26A1...0x26A1, 0x26AA...0x26AB,
    0x26BD...0x26BE, 0x26C4...0x26C5, 0x26CE...0x26CE, 0x26D4...0x26D4, 0x26EA...0x26EA,
    0x26F2...0x26F3, 0x26F5...0x26F5, 0x26FA...0x26FA, 0x26FD...0x26FD, 0x2705...0x2705,
    0x270A...0x270B, 0x2728...0x2728, 0x274C...0x274C, 0x274E...0x274E, 0x2753...0x2755,
    0x2757...0x2757, 0x2795...0x2797, 0x27B0...0x27B0, 0x27BF...0x27BF, 0x2B1B...0x2B1C,
    0x2B50...0x2B50, 0x2B55...0x2B55, 0x2E80...0x2E99, 0x2E9B...0x2EF3, 0x2F00...0x2FD5,
    0x2FF0...0x3029, 0x3030...0x303E, 0x3041...0x3096, 0x309B...0x30FF, 0x3105...0x312F,
    0x3131...0x3163, 0x3165...0x318E, 0x3190...0x31E5, 0x31EF...0x321E, 0x3220...0x3247,
    0x3250...0xA48C, 0xA490...0xA4C6, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF,
    0xFE10...0xFE19, 0xFE30...0xFE52, 0xFE54...0xFE66, 0xFE68...0xFE6B, 0xFF01...0xFF60,
    0xFFE0...0xFFE6, 0x1_6FE0...0x1_6FE3, 0x1_6FF2...0x1_6FF6, 0x1_7000...0x1_8CD5,
    0x1_8CFF...0x1_8D1E, 0x1_8D80...0x1_8DF2, 0x1_AFF0...0x1_AFF3, 0x1_AFF5...0x1_AFFB,
    0x1_AFFD...0x1_AFFE, 0x1_B000...0x1_B122, 0x1_B132...0x1_B132, 0x1_B150...0x1_B152,
    0x1_B155...0x1_B155, 0x1_B164...0x1_B167, 0x1_B170...0x1_B2FB, 0x1_D300...0x1_D356,
    0x1_D360...0x1_D376, 0x1_F004...0x1_F004, 0x1_F0CF...0x1_F0CF, 0x1_F18E...0x1_F18E,
    0x1_F191...0x1_F19A, 0x1_F1E6...0x1_F202, 0x1_F210...0x1_F23B, 0x1_F240...0x1_F248,
    0x1_F250...0x1_F251, 0x1_F260...0x1_F265, 0x1_F300...0x1_F320, 0x1_F32D...0x1_F335,
    0x1_F337...0x1_F37C, 0x1_F37E...0x1_F393, 0x1_F3A0...0x1_F3CA, 0x1_F3CF...0x1_F3D3,
    0x1_F3E0...0x1_F3F0, 0x1_F3F4...0x1_F3F4, 0x1_F3F8...0x1_F43E, 0x1_F440...0x1_F440,
    0x1_F442...0x1_F4FC, 0x1_F4FF...0x1_F53D, 0x1_F54B...0x1_F54E, 0x1_F550...0x1_F567,
    0x1_F57A...0x1_F57A, 0x1_F595...0x1_F596, 0x1_F5A4...0x1_F5A4, 0x1_F5FB...0x1_F64F,
    0x1_F680...0x1_F6C5, 0x1_F6CC...0x1_F6CC, 0x1_F6D0...0x1_F6D2, 0x1_F6D5...0x1_F6D8,
    0x1_F6DC...0x1_F6DF, 0x1_F6EB...0x1_F6EC, 0x1_F6F4...0x1_F6FC, 0x1_F7E0...0x1_F7EB,
    0x1_F7F0...0x1_F7F0, 0x1_F90C...0x1_F93A, 0x1_F93C...0x1_F945, 0x1_F947...0x1_F9FF,
    0x1_FA70...0x1_FA7C, 0x1_FA80...0x1_FA8A, 0x1_FA8E...0x1_FAC6, 0x1_FAC8...0x1_FAC8,
    0x1_FACD...0x1_FADC, 0x1_FADF...0x1_FAEA, 0x1_FAEF...0x1_FAF8, 0x2_0000...0x2_FFFD,
    0x3_0000...0x3_FFFD,
  ]
}
