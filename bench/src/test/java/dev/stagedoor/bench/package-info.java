/** What the figures rest on: the load counts every answer, and the numbers are added up right. */
@NullMarked
package dev.stagedoor.bench;

import org.jspecify.annotations.NullMarked;
