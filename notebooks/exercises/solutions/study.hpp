gg::check::Study study() {
  gg::check::Study found;
  found.normalizer = "gn:c8";
  found.batch = 2;
  found.lr = 0.1;
  found.error_percent = 14.5;  // mean of six seeds
  return found;
}
