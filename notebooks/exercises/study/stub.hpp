gg::check::Study study() {
  gg::check::Study found;
  found.normalizer = "none";  // "gn:c8", "bn", "ln", "in", "gnplus:c8", ...
  found.batch = 2;            // images that it sees at a time: 1, 2, 4, 8, 16 or 32
  found.lr = 0.001;
  found.error_percent = 0;   // mean over seeds
  gg::check::not_written();  // take this line out when you have found them
}
