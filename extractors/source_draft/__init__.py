"""From a few pages of a site to the source that reads them: no more settings than its pages need."""
