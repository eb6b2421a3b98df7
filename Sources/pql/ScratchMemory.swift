import CMemory

/// The memory in which queries make their columns.
enum ScratchMemory {
  /// Tells the allocator to keep what a query gives back, up to some tens of megabytes, for the next
  /// block and the next query.
  ///
  /// Otherwise it hands large pieces back to the system, which clears them anew page by page: a third
  /// of the time of a query over a million rows. To be called when the data are loaded, since a load
  /// is better off when its large pieces grow and go one by one.
  static func keepForQueries() { memory_keep(32 << 20, 64 << 20) }
}
