// SPDX-License-Identifier: Apache-2.0
// For browsers from before modules: the same place on the pages that need no script. Written in the
// language those browsers speak, and not touched by the build.
(function () {
  var found = /^\/([0-9A-Za-z_-]{2,32})(?:\/follow\/([^\/]+))?/.exec(location.pathname);
  var plain = '/plain';
  if (found) plain += '/' + found[1];
  if (found && found[2]) plain += '/follow?code=' + found[2];
  location.replace(plain);
})();
