import java.lang.management.ManagementFactory
import javax.lang.model.SourceVersion

// The archetype plugin checks nothing when it asks nothing. So what is wrong is found here, and what was generated with it is taken away.

def ID = /[A-Za-z0-9][A-Za-z0-9_.-]*/
def given = request.properties
def wrong = [
    groupId : [!(request.groupId ==~ ID), 'a letter or digit, then letters, digits, dots, hyphens and underscores: -DgroupId=com.example'],
    artifactId: [!(request.artifactId ==~ ID), 'a letter or digit, then letters, digits, dots, hyphens and underscores: -DartifactId=my-shop'],
    package : [!SourceVersion.isName(request.package), 'a package name that Java allows: -Dpackage=com.example.shop'],
    database: [!(given.database ==~ /[A-Za-z0-9][A-Za-z0-9 ._+@()-]*/), 'the name of a file in the folder data, a letter or digit, then letters, digits, spaces and ._+@()-: -Ddatabase=shop'],
    policy  : [!(given.policy in ['single-writer', 'serialized', 'pooled', 'per-thread']), 'one of single-writer, serialized, pooled, per-thread' + (given.policy == 'single-thread' ? '; a service has more than one thread' : '') + ': -Dpolicy=single-writer'],
    jdk     : [!(given.jdk ==~ /1[7-9]|[2-9][0-9]/), '17 or more: -Djdk=17'],
].findAll { it.value[0] }

if (wrong) {
    def project = new File(request.outputDirectory, request.artifactId)
    def began = ManagementFactory.runtimeMXBean.startTime
    def files = []
    project.eachFileRecurse { files << it }
    def left = ''
    // A folder that was there before is not ours to delete.
    if (files.every { it.lastModified() >= began }) {
        project.deleteDir()
        // Of artifactId "a/b" a is left.
        for (def up = project.parentFile; up.canonicalPath.startsWith(new File(request.outputDirectory).canonicalPath + File.separator) && !up.list(); up = up.parentFile) {
            up.delete()
        }
        def parent = new File(request.outputDirectory, 'pom.xml')
        if (parent.exists() && parent.lastModified() >= began) {
            parent.setText(parent.getText('UTF-8').replaceAll("\\s*<module>\\Q${request.artifactId}\\E</module>", ''), 'UTF-8')
        }
    } else {
        left = " Something was there before, so what was generated is left in ${project}."
    }
    throw new IllegalArgumentException((left ? '' : 'Nothing was generated. ') + wrong.collect { name, rule ->
        def value = name in ['groupId', 'artifactId', 'package'] ? request."$name" : given[name]
        "${name} is `${value}`, but has to be ${rule[1]}."
    }.join(' ') + left)
}
