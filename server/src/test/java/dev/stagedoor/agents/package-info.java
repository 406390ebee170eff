@NullMarked
package dev.stagedoor.agents;

import org.jspecify.annotations.NullMarked;
