import PQLModel
import PQLSnapshot
import PQLTestSupport
import Testing

/// Files that are not as they were written: a message or the same model, never a trap and never
/// another model.
@Suite struct DamageTests {
  private static let model = SmallModels.everything()

  private enum Outcome: Equatable {
    case refused(SnapshotFailure)
    case damaged
    case opened
  }

  /// Opens bytes and looks at every value.
  private func outcome(_ bytes: [UInt8], of model: Model) -> Outcome {
    do throws(SnapshotFailure) {
      let snapshot = try Snapshot(SnapshotMemory(bytes))
      let isSame = areSame(snapshot.model, model)
      if snapshot.model.damage.description != nil {
        #expect(throws: SnapshotFailure.self) { try snapshot.verify() }
        return .damaged
      }
      #expect(isSame)
      return .opened
    } catch {
      #expect(!error.description.isEmpty && !error.advice.isEmpty)
      return .refused(error)
    }
  }

  @Test func `every byte turned`() throws {
    let bytes = try SnapshotWriting(of: Self.model).bytes
    let file = SnapshotFile(bytes)
    var counts = (refused: 0, damaged: 0, opened: 0)
    for place in bytes.indices {
      var changed = bytes
      changed[place] ^= place % 3 == 0 ? 0xFF : 1 << UInt8(place % 8)
      switch outcome(changed, of: Self.model) {
      case .refused: counts.refused += 1
      case .damaged: counts.damaged += 1
      case .opened:
        counts.opened += 1
        // Only between the sections does nothing stand.
        #expect(place >= file.description.upperBound)
        #expect(!file.sections.contains { $0.offset <= place && place < $0.offset + $0.length })
      }
    }
    #expect(counts.refused == file.description.upperBound)
    #expect(counts.damaged == file.sections.reduce(0) { $0 + $1.length })
    #expect(counts.opened > 0)
  }

  @Test func `every length but its own`() throws {
    let bytes = try SnapshotWriting(of: Self.model).bytes
    for length in 0..<bytes.count {
      guard case .refused(let failure) = outcome(Array(bytes[..<length]), of: Self.model) else {
        Issue.record("\(length) bytes are taken for \(bytes.count)")
        continue
      }
      if length >= 64 {
        #expect(failure == .wrongLength(written: UInt64(bytes.count), found: UInt64(length)))
      }
    }
    #expect(outcome(bytes + [0], of: Self.model) != .opened)
  }

  @Test func `bytes here and there in many pages`() throws {
    let model = SmallModels.large()
    let bytes = try SnapshotWriting(of: model).bytes
    let sections = SnapshotFile(bytes).sections
    for place in stride(from: 0, to: bytes.count, by: 40_009) {
      var changed = bytes
      changed[place] ^= 0x10
      let isInside = sections.contains { $0.offset <= place && place < $0.offset + $0.length }
      #expect((outcome(changed, of: model) == .opened) == (!isInside && place > 10_000))
    }
  }

  /// Damage with the right checksums, as no accident makes it: nothing may trap.
  @Test func `every byte turned and sealed again`() throws {
    let bytes = try SnapshotWriting(of: Self.model).bytes
    for place in bytes.indices {
      for value in [bytes[place] ^ 1, 0xFF] {
        var file = SnapshotFile(bytes)
        file.bytes[place] = value
        file.seal()
        guard let snapshot = try? Snapshot(SnapshotMemory(file.bytes)) else { continue }
        snapshot.model.lookAtEverything()
      }
    }
  }

  @Test func `lengths cut off and sealed again`() throws {
    let bytes = try SnapshotWriting(of: Self.model).bytes
    for length in stride(from: 64, to: bytes.count, by: 7) {
      var file = SnapshotFile(Array(bytes[..<length]))
      file.put(UInt64(length), at: 24)
      file.seal()
      #expect(throws: SnapshotFailure.self) { try Snapshot(SnapshotMemory(file.bytes)) }
    }
  }

  @Test func `what is said of another file`() throws {
    let bytes = try SnapshotWriting(of: Self.model).bytes
    #expect(outcome([], of: Self.model) == .refused(.notASnapshot))
    #expect(outcome(Array("{\"deals\": []}".utf8), of: Self.model) == .refused(.notASnapshot))
    var other = SnapshotFile(bytes)
    other.put(SnapshotFormat.version + 1, at: 16)
    other.seal()
    #expect(
      outcome(other.bytes, of: Self.model)
        == .refused(.otherVersion(found: SnapshotFormat.version + 1)))
    other = SnapshotFile(bytes)
    other.put(other.word(8).byteSwapped, at: 8)
    #expect(outcome(other.bytes, of: Self.model) == .refused(.otherByteOrder))
  }

  /// Values that no PQL writes, under the right checksums.
  @Test func `values out of their range`() throws {
    let bytes = try SnapshotWriting(of: Self.model).bytes
    for (number, section) in SnapshotFile(bytes).sections.enumerated()
    where section.kind != 0 && section.kind != 5 && section.kind != 3 {
      var file = SnapshotFile(bytes)
      for place in section.offset..<section.offset + section.length {
        file.bytes[place] = place % 8 == 7 || section.kind == 1 ? 0x7F : 0xFF
      }
      file.seal()
      let model = try Snapshot(SnapshotMemory(file.bytes)).model
      model.lookAtEverything()
      // Money may be any whole number.
      let isMoney = model.damage.description == nil
      #expect(!isMoney || section.kind == 2, "section \(number)")
    }
  }

  /// Sections are looked at piece by piece: no value stands between two.
  @Test func `one value out of its range, wherever it stands`() throws {
    let bytes = try SnapshotWriting(of: SmallModels.large()).bytes
    let sections = SnapshotFile(bytes).sections
      .filter { $0.length > 1 << 15 && [1, 2, 4].contains($0.kind) }
    #expect(sections.count >= 4)
    for section in sections {
      let size = section.kind == 1 ? 4 : 8
      for place in [0, (1 << 14) - size, 1 << 14, 1 << 15, section.length - size] {
        var file = SnapshotFile(bytes)
        for byte in 0..<size {
          file.bytes[section.offset + place + byte] = byte == size - 1 ? 0x7F : 0xFF
        }
        file.seal()
        let model = try Snapshot(SnapshotMemory(file.bytes)).model
        model.lookAtEverything()
        #expect(model.damage.description != nil, "byte \(place) of \(section)")
      }
    }
  }

  /// Texts that are none, as a forger makes them: wherever a sign is broken or cut in two.
  @Test func `bytes that are no text`() throws {
    let model = SmallModels.large()
    let bytes = try SnapshotWriting(of: model).bytes
    let sections = SnapshotFile(bytes).sections.filter { $0.length > 1 << 15 && $0.kind == 0 }
    #expect(!sections.isEmpty)
    let signs: [[UInt8]] = [
      [0xC3], [0xA9], [0xC3, 0xA9], [0xE2, 0x82, 0xAC], [0xF0, 0x9F, 0x98, 0x80],
      [0xF0, 0x9F, 0x98],
      [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF4, 0x90, 0x80, 0x80],
    ]
    var outcomes: Set<Bool> = []
    for section in sections {
      for border in [0, 1 << 14, 1 << 15, section.length - 4] {
        for place in max(border - 4, 0)..<min(border + 4, section.length - 3) {
          for sign in signs {
            var file = SnapshotFile(bytes)
            for (at, byte) in sign.enumerated() { file.bytes[section.offset + place + at] = byte }
            file.seal()
            let read = try Snapshot(SnapshotMemory(file.bytes))
            read.model.lookAtEverything()
            let isWhole = read.model.damage.description == nil
            #expect(isWhole == textsAreWhole(model, section, file), "\(sign) at \(place)")
            if !isWhole { #expect(throws: SnapshotFailure.self) { try read.verify() } }
            outcomes.insert(isWhole)
          }
        }
      }
    }
    #expect(outcomes == [true, false])
  }

  /// Whether the texts of the dictionary that lay in a section of the model would all be text.
  private func textsAreWhole(
    _ model: Model, _ section: SnapshotFile.Section, _ file: SnapshotFile
  ) -> Bool {
    for kind in model.entities {
      for field in model[kind]?.fields ?? [] {
        guard case .text(let column) = field.column,
          column.dictionary.bytes.count == section.length
        else { continue }
        let offsets = column.dictionary.offsets
        return (1..<offsets.count).allSatisfy { place in
          let text = section.offset + offsets[place - 1]..<section.offset + offsets[place]
          return String(validating: file.bytes[text], as: UTF8.self) != nil
        }
      }
    }
    return true
  }

  @Test func `a model with damage is not written again`() throws {
    var file = SnapshotFile(try SnapshotWriting(of: Self.model).bytes)
    let section = try #require(file.sections.first { $0.length > 0 })
    file.bytes[section.offset] ^= 1
    let model = try Snapshot(SnapshotMemory(file.bytes)).model
    #expect(throws: SnapshotFailure.self) { try SnapshotWriting(of: model) }
  }
}
