Stagedoor ships these libraries, unchanged, in lib/ and lib/dev/. Where a licence requires its text or a notice, the
library's own jar has it in META-INF/, or stagedoor-foundation's has it in META-INF/licenses/.

<#list dependencyMap as entry>
<#assign project = entry.getKey()/>
<#if project.groupId != "dev.stagedoor">
${project.groupId}:${project.artifactId} ${project.version}
    licence: ${entry.getValue()?join(", ")}
<#if project.url??>
    home: ${project.url}
</#if>
</#if>
</#list>
