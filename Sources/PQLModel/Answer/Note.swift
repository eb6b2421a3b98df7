/// One thing that an answer says beside its figures.
package struct Note: Sendable, Hashable {
  package var form: NoteForm
  package var figures: [Figure]

  /// A value that the sentence speaks of.
  package struct Figure: Sendable, Hashable {
    package var name: String
    package var value: Value

    package init(_ name: String, _ value: Value) {
      self.name = name
      self.value = value
    }
  }

  package init(_ form: NoteForm, _ figures: [Figure] = []) {
    self.form = form
    self.figures = figures
  }

  /// The value of a figure, nil when the note has none of that name.
  package subscript(name: String) -> Value? { figures.first { $0.name == name }?.value }
}

extension Note.Figure {
  package static func text(_ name: String, _ text: String) -> Note.Figure {
    Note.Figure(name, .text(text))
  }

  package static func count(_ name: String, _ count: Int) -> Note.Figure {
    Note.Figure(name, .number(Double(count)))
  }

  package static func day(_ name: String, _ day: Int32) -> Note.Figure {
    Note.Figure(name, .date(day))
  }
}

/// What notes of one kind say: a stable code, and the sentence that is made of their figures.
///
/// `{name}` stands for a figure, `{name:# row is|# rows are}` for the first form where the figure is
/// 1 and for the second otherwise, `#` being the figure. Whoever makes the notes declares the form,
/// so that a verb brings its own sentences.
package struct NoteForm: Sendable, Hashable {
  /// Lower case words joined by `-`.
  package var code: String
  package var sentence: String
  /// Whether the sentence is said as it is, braces and all.
  package var isVerbatim = false

  package init(_ code: String, _ sentence: String) {
    self.code = code
    self.sentence = sentence
  }
}

extension Note {
  /// A remark of the load, for an answer that rests on it.
  package init(_ load: LoadNote) {
    var form = NoteForm(load.code.rawValue, load.message)
    form.isVerbatim = true
    let place = load.place
    let texts = [
      ("file", place.file), ("entity", place.entity?.rawValue), ("field", place.field),
      ("value", place.value),
    ]
    let counts = [("line", place.line), ("count", place.count), ("of", place.total)]
    self.init(
      form,
      texts.compactMap { name, text in text.map { .text(name, $0) } }
        + counts.compactMap { name, count in count.map { .count(name, $0) } })
  }
}
