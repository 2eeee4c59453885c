# The document is generated anew, with the words of the address in it.
import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('toolkit', '0004_version_reviewer'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='searchentry', name='search_document'),
        migrations.RemoveField(model_name='searchentry', name='document'),
        migrations.AddField(
            model_name='searchentry',
            name='known_as',
            field=models.CharField(blank=True, help_text='Other words for it: those of its address.', max_length=100, default=''),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='searchentry',
            name='document',
            field=models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.CombinedSearchVector(django.contrib.postgres.search.SearchVector('title', config='toolkit_words', weight='A'), '||', django.contrib.postgres.search.SearchVector('known_as', config='toolkit_words', weight='B'), django.contrib.postgres.search.SearchConfig('toolkit_words')), '||', django.contrib.postgres.search.SearchVector('lead', config='toolkit_words', weight='B'), django.contrib.postgres.search.SearchConfig('toolkit_words')), '||', django.contrib.postgres.search.SearchVector('body', config='toolkit_words', weight='C'), django.contrib.postgres.search.SearchConfig('toolkit_words')), '||', django.contrib.postgres.search.SearchVector('rest', config='toolkit_words', weight='D'), django.contrib.postgres.search.SearchConfig('toolkit_words')), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=django.contrib.postgres.indexes.GinIndex(fields=['document'], name='search_document'),
        ),
    ]
