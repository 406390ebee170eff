@NullMarked
package dev.stagedoor.dispatch.plan;

import org.jspecify.annotations.NullMarked;
