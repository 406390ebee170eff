/** Agents on the wire: the definitions a tenant keeps. */
@NullMarked
package dev.stagedoor.api.agents;

import org.jspecify.annotations.NullMarked;
