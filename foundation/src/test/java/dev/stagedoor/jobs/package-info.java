@NullMarked
package dev.stagedoor.jobs;

import org.jspecify.annotations.NullMarked;
